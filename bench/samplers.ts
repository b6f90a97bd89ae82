import '@tensorflow/tfjs-backend-cpu'
import { fillParameter, type InitializerPlugin, type Parameter, stream } from '@fanin/core'
import { convolutionKernel } from '@fanin/core/testing'
import { builtInPlugin } from '@fanin/initializers'
import * as tf from '@tensorflow/tfjs-core'
import { initializers } from '@tensorflow/tfjs-layers'
import { type Benchmark, interleave } from './benchmark.js'

const small = convolutionKernel(3, 64, 64)
const large = convolutionKernel(3, 256, 512)
const draws = 4_000_000

/** Of the processor, which others on the machine do not lengthen. A millisecond's work is measured over several. */
const milliseconds = (work: () => unknown, times = 1): number => {
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}

const millionsPerSecond = (work: () => unknown): number => draws / 1000 / milliseconds(work)

const named = (name: string): InitializerPlugin<never> =>
  builtInPlugin.initializers?.find((one) => one.name === name) as InitializerPlugin<never>

const own = (name: string, options: object, parameter: Parameter) => (): Float32Array =>
  fillParameter(named(name), options, parameter, stream(0, 'bench'))

type Theirs = { apply(shape: number[]): tf.Tensor }

/** TensorFlow.js' own, with the values brought to where ours are. */
const theirs =
  (initializer: Theirs, { shape }: Parameter) =>
  (): unknown =>
    tf.tidy(() => initializer.apply([...shape]).dataSync())

/** The decomposition that its orthogonal initializer is made of; the rest of that needs all of TensorFlow.js. */
const theirOrthogonal = (): unknown =>
  tf.tidy(() => tf.linalg.qr(tf.randomNormal([small.fanIn, 64], 0, 1, 'float32', 1))[0].dataSync())

const drawNormals = (): Float32Array => {
  const random = stream(0, 'bench')
  const values = new Float32Array(draws)
  for (let i = 0; i < draws; i++) values[i] = random.normal()
  return values
}

const orthogonal = own('orthogonal', { gain: 1, wide: 'orthonormal' }, small)
const orthogonalLarge = own('orthogonal', { gain: 1, wide: 'orthonormal' }, large)
const he = own('heNormal', { mode: 'fanIn', gain: Math.SQRT2, truncated: true, fans: 'terms' }, large)

/** What initial values cost, beside TensorFlow.js' own; its orthogonal of the larger shape takes too long to be waited for. */
export const samplers: Benchmark = {
  name: 'samplers',
  about:
    'Initial values, in processor time of one thread. TensorFlow.js on its cpu backend; its heNormal lacks the correction of the cut, so it is the easier one.',
  run: async (rounds) => {
    await tf.setBackend('cpu')
    const times = await interleave(rounds, {
      orthogonal: () => milliseconds(orthogonal, 5),
      theirOrthogonal: () => milliseconds(theirOrthogonal),
      orthogonalLarge: () => milliseconds(orthogonalLarge),
      he: () => milliseconds(he, 5),
      theirHe: () => milliseconds(theirs(initializers.heNormal({ seed: 1 }), large)),
      normals: () => millionsPerSecond(drawNormals),
      theirNormals: () =>
        millionsPerSecond(() => tf.tidy(() => tf.randomNormal([draws], 0, 1, 'float32', 1).dataSync())),
    })
    return [
      { what: 'QR of 576x64, TensorFlow.js', unit: 'ms', runs: times.theirOrthogonal },
      {
        ...{ what: 'orthogonal 3x3x64x64', unit: 'ms', runs: times.orthogonal, goal: 'under 20 ms' },
        against: 'QR of 576x64, TensorFlow.js',
      },
      { what: 'orthogonal 3x3x256x512', unit: 'ms', runs: times.orthogonalLarge, goal: 'under 3000 ms' },
      { what: 'heNormal 3x3x256x512, TensorFlow.js', unit: 'ms', runs: times.theirHe },
      {
        ...{ what: 'heNormal 3x3x256x512', unit: 'ms', runs: times.he },
        against: 'heNormal 3x3x256x512, TensorFlow.js',
      },
      { what: 'normal draws, TensorFlow.js', unit: 'million/s', runs: times.theirNormals },
      {
        ...{ what: 'normal draws', unit: 'million/s', runs: times.normals, goal: 'at least 20 million/s' },
        against: 'normal draws, TensorFlow.js',
      },
    ]
  },
}
