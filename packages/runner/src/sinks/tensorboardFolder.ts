import { join } from 'node:path'
import { identityOf } from '@fanin/core'

/** A decimal number, which stays, or what cannot stand in a path; a leading `-` would look like an option. */
const unsafe = /((?<![\w.])\d+\.\d+)|^(?:-+|$)|[^\w=+-]+/g

/**
 * The folder for the event files of one trial: safe on every system, unique, short, and known by its label in the list
 * of runs that TensorBoard makes of the folders.
 *
 * A label keeps no dot but that of a number, so it is no name that Windows reserves; the hash tells labels apart that
 * become the same, also where a file system ignores case.
 */
export const tensorboardFolder = (study: string, label: string, seed: number): string => {
  const readable = label.replace(unsafe, (_, number) => number ?? '_').slice(0, 40)
  return join(study, 'tensorboard', `${readable}-${identityOf(label).slice(0, 8)}`, `seed-${seed}`)
}
