import { FaninError } from '@fanin/core'
import { installTensorflow, removeTensorflow } from '@fanin/runner'
import type { Answer, Io } from '../io.js'

/** `fanin backend install tensorflow`: gets TensorFlow's own library going on this machine. */
export const installBackend = async (
  name: string,
  options: { readonly from?: string; readonly python?: string },
  io: Io,
): Promise<Answer> => {
  checkName(name)
  const tell = (line: string): unknown => io.stderr.write(`${line}\n`)
  const { source, folder, version, difference } = await installTensorflow({ ...options, tell })
  const text = [
    folder ? `Installed the tensorflow backend in ${folder}.` : 'The tensorflow backend works here already.',
    `Library: ${version}, from ${source}.`,
    `After one step of training its weights are those of wasm within ${difference.toExponential(1)}.`,
  ].join('\n')
  return { text, json: { source, folder: folder ?? null, version, difference } }
}

/** `fanin backend remove tensorflow`: undoes it. */
export const removeBackend = async (name: string): Promise<Answer> => {
  checkName(name)
  const folder = removeTensorflow()
  const text = folder ? `Removed ${folder}.` : 'Nothing was installed by `fanin backend install tensorflow`.'
  return { text, json: { removed: folder ?? null } }
}

const checkName = (name: string): void => {
  if (name === 'tensorflow') return
  throw new FaninError({
    code: 'FANIN_USAGE',
    message: `There is no backend called "${name}" to install.`,
    hint: 'Only `tensorflow` is installed; wasm and cpu come with fanin.',
  })
}
