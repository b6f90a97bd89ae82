import type { Backend } from '../backend.js'
import { registerGradients } from '../gradients/register.js'
import { loadTensorflow } from '../tensorflow.js'
import { loadWasm } from '../wasm.js'

// A program of its own, because a library that does not fit ends its process: trains one step with the tensorflow
// backend in a folder, or with what is here already, and prints how far its weights are from those of wasm.

/** The kernels of a small network after one step, one after the other. */
const train = async ({ tf, name }: Backend): Promise<Float32Array> => {
  registerGradients(tf)
  await tf.setBackend(name)
  const wave = (shape: number[]) => tf.reshape(tf.sin(tf.range(0, tf.util.sizeFromShape(shape))), shape)
  return tf.tidy(() => {
    const [x, labels] = [wave([8, 12, 12, 2]), tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 0, 1, 2], 'int32'), 5)]
    const kernels = [tf.variable(tf.mul(wave([3, 3, 2, 4]), 0.3)), tf.variable(tf.mul(wave([100, 5]), 0.3))] as const
    const loss = () => {
      const features = tf.maxPool(tf.relu(tf.conv2d(x as never, kernels[0] as never, 1, 'valid')), 2, 2, 'valid')
      const logits = tf.matMul(tf.reshape(features, [8, 100]), kernels[1] as never)
      return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1)))
    }
    tf.train.sgd(0.5).minimize(loss as never, false, [...kernels])
    return tf.concat(kernels.map((kernel) => tf.reshape(kernel, [-1]))).dataSync() as Float32Array
  })
}

const tensorflow = await loadTensorflow(process.argv[2])
const weights = await train(tensorflow)
const expected = await train(await loadWasm())
const difference = weights.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0)
process.stdout.write(JSON.stringify({ version: tensorflow.version, difference }))
