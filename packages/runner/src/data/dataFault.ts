import type { Problem } from '@fanin/core'
import type { LoadedData, Split } from './dataset.js'
import { boxSize, labelShapeOf, noBox } from './labels.js'

/** The first thing by which loaded data are not what they say of themselves, or nothing. */
export const dataFault = (name: string, data: LoadedData): Problem | undefined => {
  const { train, test, trainCount, testCount } = data
  return splitFault(`${name} (train)`, train, trainCount, data) ?? splitFault(`${name} (test)`, test, testCount, data)
}

const splitFault = (name: string, split: Split, promised: number, data: LoadedData): Problem | undefined => {
  const { count, inputs, labels } = split
  const { inputShape, classes } = data
  const size = inputShape.reduce((a, b) => a * b, 1)
  const labelShape = labelShapeOf(data, split)
  const labelSize = labelShape.reduce((a, b) => a * b, 1)
  const isWhole =
    labelShape.every(Number.isInteger) &&
    count === promised &&
    inputs.length === size * count &&
    labels.length === labelSize * count
  if (!isWhole) {
    return {
      code: 'FANIN_DATA_FORMAT',
      message: `${name} says that it has ${promised} examples of shape [${inputShape.join(', ')}], and has ${inputs.length} numbers and ${labels.length} labels.`,
      hint: 'Give count, inputs and labels of each split the same number of examples.',
    }
  }
  const [step, least] = data.task === 'detection' ? [boxSize, noBox] : [1, 0]
  const wrong = labels.findIndex((label, i) => i % step === 0 && !(label >= least && label < classes.length))
  if (wrong < 0) return undefined
  const message = `${name} has the label ${labels[wrong]} at example ${Math.floor(wrong / labelSize)}, and ${classes.length} classes.`
  return { code: 'FANIN_DATA_LABELS', message, hint: 'Labels are indices into `classes`, from 0.' }
}
