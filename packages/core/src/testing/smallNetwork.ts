import type { Examples, Gradients, Network, NetworkLayer, Values } from '../plugin/calibrator.js'
import type { Parameter } from '../plugin/initializer.js'
import { stream } from '../random/stream.js'
import { biasVector, convolutionKernel, denseKernel } from './parameters.js'

const [side, window, filters, classes] = [6, 3, 8, 10]
const across = side - window + 1
const inputShape = [side, side, 1]

/** Each with its slope. */
const activations = {
  relu: { of: (x: number) => Math.max(0, x), slope: (x: number) => Number(x > 0) },
  tanh: { of: Math.tanh, slope: (x: number) => 1 - Math.tanh(x) ** 2 },
}

/** What may follow the convolution of the small network. */
export type SmallNetworkActivation = keyof typeof activations

/**
 * A convolution with an activation and a softmax over ten classes, drawn as He et al. would, with 64 normal examples: a network
 * that calibrators can be tried on without an engine.
 */
export const smallNetwork = (
  seed: number,
  activation: SmallNetworkActivation = 'relu',
): Network & { readonly notes: readonly string[] } => {
  const [layers, parameters] = architecture(activation)
  const weights = new Map(parameters.map((one) => [one.path, initialValues(seed, one)]))
  const notes: string[] = []
  const get = (path: string): Float32Array => {
    const values = weights.get(path)
    if (!values) throw new Error(`The network has no parameter "${path}"; it has ${[...weights.keys()].join(', ')}.`)
    return values.slice()
  }
  const forward = ({ values }: Values) => {
    const patches = patchesOf(values)
    const convolved = linear(patches, get('conv2d_1/kernel'), get('conv2d_1/bias'))
    const hidden = convolved.map(activations[activation].of)
    return { patches, convolved, hidden, logits: linear(hidden, get('head/kernel'), get('head/bias')) }
  }
  const backward = ({ patches, convolved, hidden }: ReturnType<typeof forward>, slope: Float32Array) => {
    const behind = timesTransposed(slope, get('head/kernel'), classes).map(
      (value, i) => value * activations[activation].slope(convolved[i] as number),
    )
    return new Map([
      ['conv2d_1/kernel', transposedTimes(patches, behind, filters)],
      ['conv2d_1/bias', columnSums(behind, filters)],
      ['head/kernel', transposedTimes(hidden, slope, classes)],
      ['head/bias', columnSums(slope, classes)],
    ])
  }
  return {
    layers,
    inputShape,
    notes,
    get,
    set: (path, values) => {
      if (values.length !== get(path).length || !values.every(Number.isFinite)) {
        throw new Error(`${path} was set to something else than ${get(path).length} finite numbers.`)
      }
      weights.set(path, values.slice())
    },
    examples: (count, skip = 0) => examplesOf(seed, Math.max(0, Math.min(count, 64 - skip)), skip),
    outputs: (layer, inputs) => {
      const { convolved, hidden, logits } = forward(inputs)
      const values = { conv2d_1: convolved, flatten_1: hidden, head: logits }[layer]
      if (!values) throw new Error(`The network has no layer "${layer}".`)
      const shape = layers.find(({ name }) => name === layer)?.shape ?? []
      return { shape: [inputs.shape[0] as number, ...shape], values }
    },
    gradients: ({ inputs, targets }): Gradients => {
      const pass = forward(inputs)
      const { loss, slope } = crossEntropy(pass.logits, targets.values)
      return { loss, gradients: backward(pass, slope) }
    },
    pullBack: (inputs, slope) => backward(forward(inputs), slope),
    note: (message) => notes.push(message),
  }
}

const units = across * across * filters

const architecture = (activation: SmallNetworkActivation): [readonly NetworkLayer[], readonly Parameter[]] => {
  const near = { activation, position: { layer: 1, depth: 2 } }
  const far = { activation: 'softmax', position: { layer: 2, depth: 2 } }
  const convolutionOptions = {
    filters,
    kernelSize: window,
    strides: 1,
    padding: 'valid',
    dilationRate: 1,
    useBias: true,
  }
  const convolution = [
    convolutionKernel(window, 1, filters, { path: 'conv2d_1/kernel', layer: 'conv2d_1', ...near }),
    biasVector(filters, { path: 'conv2d_1/bias', layer: 'conv2d_1', ...near }),
  ]
  const head = [
    denseKernel(units, classes, { path: 'head/kernel', layer: 'head', ...far }),
    biasVector(classes, { path: 'head/bias', layer: 'head', ...far }),
  ]
  const layers: readonly NetworkLayer[] = [
    {
      ...{ name: 'conv2d_1', options: { type: 'conv2d', ...convolutionOptions, activation }, inputs: ['input'] },
      ...{ shape: [across, across, filters], activation, parameters: convolution },
    },
    {
      ...{ name: 'flatten_1', options: { type: 'flatten' }, inputs: ['conv2d_1'], shape: [units] },
      ...{ activation: 'linear', parameters: [] },
    },
    {
      ...{ name: 'head', options: { type: 'dense', units: classes, activation: 'softmax', useBias: true } },
      ...{ inputs: ['flatten_1'], shape: [classes], activation: 'softmax', parameters: head },
    },
  ]
  return [layers, [...convolution, ...head]]
}

const initialValues = (seed: number, { path, role, shape, fanIn }: Parameter): Float32Array => {
  const random = stream(seed, `init/${path}`)
  const std = role === 'kernel' ? Math.sqrt(2 / fanIn) : 0
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal(0, std))
}

const examplesOf = (seed: number, count: number, skip: number): Examples => {
  const drawn = Array.from({ length: count }, (_, i) => {
    const random = stream(seed, `data/${skip + i}`)
    return { image: Float32Array.from({ length: side * side }, () => random.normal()), label: random.integer(classes) }
  })
  return {
    inputs: { shape: [count, ...inputShape], values: Float32Array.from(drawn.flatMap(({ image }) => [...image])) },
    targets: { shape: [count], values: Float32Array.from(drawn, ({ label }) => label) },
  }
}

/** Every window of every image as a row: `[images * across * across, window * window]`. */
const patchesOf = (images: Float32Array): Float32Array => {
  const patches = new Float32Array((images.length / side ** 2) * across ** 2 * window ** 2)
  for (let i = 0; i < patches.length; i++) {
    const [patch, tap] = [Math.floor(i / window ** 2), i % window ** 2]
    const [image, place] = [Math.floor(patch / across ** 2), patch % across ** 2]
    const y = Math.floor(place / across) + Math.floor(tap / window)
    const x = (place % across) + (tap % window)
    patches[i] = images[image * side ** 2 + y * side + x] as number
  }
  return patches
}

/** Rows times a matrix, plus a bias. */
const linear = (rows: Float32Array, kernel: Float32Array, bias: Float32Array): Float32Array => {
  const [columns, inner] = [bias.length, kernel.length / bias.length]
  return Float32Array.from({ length: (rows.length / inner) * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    let sum = bias[column] as number
    for (let i = 0; i < inner; i++) sum += (rows[row * inner + i] as number) * (kernel[i * columns + column] as number)
    return sum
  })
}

/** AᵀB, where B has that many columns. */
const transposedTimes = (a: Float32Array, b: Float32Array, columns: number): Float32Array => {
  const rows = b.length / columns
  const inner = a.length / rows
  return Float32Array.from({ length: inner * columns }, (_, at) => {
    const [i, column] = [Math.floor(at / columns), at % columns]
    let sum = 0
    for (let row = 0; row < rows; row++) sum += (a[row * inner + i] as number) * (b[row * columns + column] as number)
    return sum
  })
}

/** ABᵀ, where both have that many columns. */
const timesTransposed = (a: Float32Array, b: Float32Array, columns: number): Float32Array => {
  const inner = b.length / columns
  return Float32Array.from({ length: (a.length / columns) * inner }, (_, at) => {
    const [row, i] = [Math.floor(at / inner), at % inner]
    let sum = 0
    for (let column = 0; column < columns; column++) {
      sum += (a[row * columns + column] as number) * (b[i * columns + column] as number)
    }
    return sum
  })
}

const columnSums = (values: Float32Array, columns: number): Float32Array => {
  const sums = new Float32Array(columns)
  for (const [i, value] of values.entries()) sums[i % columns] = (sums[i % columns] as number) + value
  return sums
}

/** The mean loss of a softmax, and its gradient by the logits. */
const crossEntropy = (logits: Float32Array, labels: Float32Array): { loss: number; slope: Float32Array } => {
  const slope = new Float32Array(logits.length)
  let loss = 0
  for (const [row, label] of labels.entries()) {
    const own = logits.subarray(row * classes, (row + 1) * classes)
    const most = Math.max(...own)
    const total = own.reduce((sum, value) => sum + Math.exp(value - most), 0)
    for (const [i, value] of own.entries()) {
      slope[row * classes + i] = (Math.exp(value - most) / total - Number(i === label)) / labels.length
    }
    loss += (most + Math.log(total) - (own[label] as number)) / labels.length
  }
  return { loss, slope }
}
