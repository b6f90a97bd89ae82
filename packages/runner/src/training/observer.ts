import type { DataSummary } from '../data/dataset.js'
import { Confusion } from './confusion.js'
import { Detections } from './detections.js'
import type { Observer } from './findings.js'

/** What watches a model at its task. */
export const observerOf = ({ task, classes }: Pick<DataSummary, 'task' | 'classes'>): Observer =>
  task === 'detection' ? new Detections(classes.length) : new Confusion(classes.length)
