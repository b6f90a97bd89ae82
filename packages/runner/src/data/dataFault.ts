import type { Problem } from '@fanin/core'
import type { ClassificationData, Split } from './dataset.js'

/** The first thing by which loaded data are not what they say of themselves, or nothing. */
export const dataFault = (name: string, data: ClassificationData): Problem | undefined => {
  const { train, test, trainCount, testCount } = data
  return splitFault(`${name} (train)`, train, trainCount, data) ?? splitFault(`${name} (test)`, test, testCount, data)
}

const splitFault = (
  name: string,
  { count, inputs, labels }: Split,
  promised: number,
  { inputShape, classes }: ClassificationData,
): Problem | undefined => {
  const size = inputShape.reduce((a, b) => a * b, 1)
  const lengths = [count, inputs.length / size, labels.length]
  if (lengths.some((length) => length !== promised)) {
    return {
      code: 'FANIN_DATA_FORMAT',
      message: `${name} says that it has ${promised} examples of shape [${inputShape.join(', ')}], and has ${inputs.length} numbers and ${labels.length} labels.`,
      hint: 'Give count, inputs and labels of each split the same number of examples.',
    }
  }
  const wrong = labels.findIndex((label) => !(label >= 0 && label < classes.length))
  if (wrong < 0) return undefined
  const message = `${name} has the label ${labels[wrong]} at example ${wrong}, and ${classes.length} classes.`
  return { code: 'FANIN_DATA_LABELS', message, hint: 'Labels are indices into `classes`, from 0.' }
}
