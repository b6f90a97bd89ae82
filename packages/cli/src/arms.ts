import { type Arm, FaninError } from '@fanin/core'

/** The arm of a label, or of the beginning of an id; the first where none is named. */
export const chooseArm = (arms: readonly Arm[], wanted: string | undefined): Arm => {
  const arm = wanted === undefined ? arms[0] : arms.find(({ id, label }) => label === wanted || id.startsWith(wanted))
  if (arm) return arm
  const hint = `Arms: ${arms.map(({ label }) => label).join('; ')}.`
  throw new FaninError({ code: 'FANIN_USAGE', message: `There is no arm "${wanted}".`, hint })
}
