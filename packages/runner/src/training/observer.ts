import type { DataSummary } from '../data/dataset.js'
import { Detections } from '../detection/detections.js'
import { Confusion } from './confusion.js'
import type { Observer } from './findings.js'

/** What watches a model at its task. */
export const observerOf = ({ task, classes }: Pick<DataSummary, 'task' | 'classes'>): Observer =>
  task === 'detection' ? new Detections(classes.length) : new Confusion(classes.length)
