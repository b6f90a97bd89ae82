import type { layers } from '@tensorflow/tfjs-layers'

/** Every activation by its name in YAML, with its name in TensorFlow.js. */
const tensorFlowNames = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  geluNew: 'gelu_new',
  silu: 'swish',
  swish: 'swish',
  mish: 'mish',
  sigmoid: 'sigmoid',
  hardSigmoid: 'hardSigmoid',
  tanh: 'tanh',
  softplus: 'softplus',
  softsign: 'softsign',
  softmax: 'softmax',
  logSoftmax: 'logSoftmax',
} as const

export type ActivationName = keyof typeof tensorFlowNames

export const activationNames = Object.keys(tensorFlowNames) as readonly ActivationName[]

type Identifier = NonNullable<Parameters<typeof layers.dense>[0]['activation']>

/** What TensorFlow.js calls an activation; its type leaves out some that it has. */
export const tensorFlowActivation = (name: ActivationName): Identifier => tensorFlowNames[name] as Identifier
