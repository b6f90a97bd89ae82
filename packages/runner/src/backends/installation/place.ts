import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/** The version of TensorFlow.js, which is also that of its native backend. */
export const tfjsVersion = (): string => require('@tensorflow/tfjs-core/package.json').version

/** Where `fanin backend install tensorflow` puts what it has built, and where it is loaded from. */
export const installedFolder = (): string => {
  const data = process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share')
  return join(data, 'fanin', 'backends', `tensorflow-${tfjsVersion()}-${process.platform}-${process.arch}`)
}

/** The folder of tfjs-node within what is installed. */
export const tfjsNodeIn = (folder: string): string => join(folder, 'tfjs-node')
