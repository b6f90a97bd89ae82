import type { NetworkTraits } from './traits.js'

/** An `initializers` section, and why it should suit a network. */
export interface Candidate {
  readonly label: string
  readonly initializers: object
  readonly reason: string
  /** Address of the paper. */
  readonly source: string
}

interface Rule {
  readonly suits: (traits: NetworkTraits) => boolean
  readonly candidates: (traits: NetworkTraits) => readonly Candidate[]
}

const isRelu = ({ activation }: NetworkTraits): boolean => /^relu/.test(activation)
const isPlain = ({ blocks, isNormalized }: NetworkTraits): boolean => blocks === 0 && !isNormalized
/** Beyond this many layers, or this narrow, a factor that is right on average is not enough. */
const isDeep = ({ depth, narrowness }: NetworkTraits): boolean => depth > 20 || narrowness > 0.25

const kernel = (initializer: object | string, more: object = {}) => ({ kernel: initializer, ...more })

/** He's by the activation behind each layer: the outputs, which no ReLU halves, are not doubled. */
const he = (reason: string): Candidate => ({
  label: 'heNormal',
  initializers: kernel({ type: 'heNormal', gain: 'auto' }),
  reason,
  source: 'https://arxiv.org/abs/1502.01852',
})

const orthogonal = (reason: string): Candidate => ({
  label: 'orthogonal',
  initializers: kernel({ type: 'orthogonal', gain: 'auto' }),
  reason,
  source: 'https://arxiv.org/abs/1312.6120',
})

const lsuv = (reason: string): Candidate => ({
  label: 'lsuv',
  initializers: kernel('orthogonal', { calibrate: ['lsuv'] }),
  reason,
  source: 'https://arxiv.org/abs/1511.06422',
})

const glorot = (reason: string): Candidate => ({
  label: 'glorotNormal',
  initializers: kernel('glorotNormal'),
  reason,
  source: 'https://proceedings.mlr.press/v9/glorot10a.html',
})

/** What suits which network, the more particular before the more general; the first candidate is the first choice. */
const rules: readonly Rule[] = [
  {
    suits: ({ isNormalized }) => isNormalized,
    candidates: () => [
      he(
        'A normalization follows each kernel and takes its scale out again: any sound one will do, and this is the usual one.',
      ),
      orthogonal('The scale does not matter behind a normalization; orthogonal directions do no harm.'),
    ],
  },
  {
    suits: ({ blocks, isNormalized }) => blocks > 0 && !isNormalized,
    candidates: ({ blocks, branchDepth }) => [
      ...(branchDepth > 1
        ? [
            {
              label: 'fixup',
              initializers: kernel('fixup'),
              reason: `Each of the ${blocks} residual blocks adds its branch's variance to the signal's; branches that start at zero, and small inside, add none and learn at one rate.`,
              source: 'https://arxiv.org/abs/1901.09321',
            },
          ]
        : []),
      {
        label: 'branchScaled',
        initializers: kernel('branchScaled'),
        reason: `With the ends of ${blocks} branches divided by the square root of their number, the signal grows by a constant factor in all.`,
        source: 'https://arxiv.org/abs/1906.02341',
      },
      {
        label: 'zeroLast',
        initializers: kernel('zeroLast'),
        reason: 'With zeros at the ends of its branches, a residual network starts as its shortcuts alone.',
        source: 'https://arxiv.org/abs/1706.02677',
      },
    ],
  },
  {
    suits: (traits) => isPlain(traits) && isRelu(traits) && isDeep(traits),
    candidates: ({ depth }) => [
      {
        label: 'looksLinear',
        initializers: kernel('looksLinear'),
        reason: `Behind ReLU, random kernels of any width let gradients of ${depth} layers shatter; mirrored ones start linear, and keep every length and direction.`,
        source: 'https://arxiv.org/abs/1702.08591',
      },
      lsuv(
        `Over ${depth} layers, deviations of single draws from their mean add up; here each layer is brought to variance 1 on real data.`,
      ),
      orthogonal(
        `Orthogonal kernels with ReLU's gain vary less from draw to draw than normal ones, which tells over ${depth} layers.`,
      ),
      he('Keeps the variance through ReLU on average; at this depth single networks stray from it.'),
    ],
  },
  {
    suits: (traits) => isPlain(traits) && isRelu(traits),
    candidates: () => [
      he(
        'ReLU keeps half of the second moment; weights of variance 2 / fanIn make up for it, and 1 / fanIn before the outputs.',
      ),
      orthogonal("Orthogonal kernels with ReLU's gain keep lengths in every direction alike."),
      lsuv('Brings each layer to variance 1 on real data, whatever pooling and padding do to it.'),
    ],
  },
  {
    suits: (traits) => isPlain(traits) && ['tanh', 'softsign'].includes(traits.activation) && traits.depth > 6,
    candidates: ({ depth }) => [
      {
        label: 'critical',
        initializers: criticalSection(depth),
        reason: `At the edge of chaos neither signal nor gradient vanishes over ${depth} layers.`,
        source: 'https://arxiv.org/abs/1611.01232',
      },
      orthogonal('Orthogonal kernels keep lengths in every direction alike, at any depth.'),
      lsuv('Brings each layer to variance 1 on real data.'),
    ],
  },
  {
    suits: (traits) => isPlain(traits) && ['tanh', 'softsign'].includes(traits.activation),
    candidates: ({ depth, activation }) => [
      lsuv(
        `Brings each layer to variance 1 on real data, so that ${activation} bends the signal from the first step on, whatever the scale of the inputs.`,
      ),
      glorot(
        `${activation} is about linear near zero: variance 1 over the mean of the fans keeps signal and gradient over ${depth} layers.`,
      ),
      orthogonal('Orthogonal kernels keep lengths in every direction alike.'),
    ],
  },
  {
    suits: ({ activation }) => activation === 'selu',
    candidates: () => [
      {
        label: 'lecunNormal',
        initializers: kernel('lecunNormal'),
        reason: 'SELU brings any signal to mean 0 and variance 1, given weights of variance 1 / fanIn.',
        source: 'https://arxiv.org/abs/1706.02515',
      },
    ],
  },
  {
    suits: ({ activation }) => ['sigmoid', 'hardSigmoid'].includes(activation),
    candidates: ({ activation }) => [
      lsuv(
        `Whatever ${activation} takes off a layer is made up for on real data. Another activation would be better still.`,
      ),
      {
        label: 'glorotNormal, four times as wide',
        initializers: kernel({ type: 'glorotNormal', gain: 4 }),
        reason: `The slope of ${activation} is 1/4 at most; four times as wide weights make up for it. Another activation would be better still.`,
        source: 'https://proceedings.mlr.press/v9/glorot10a.html',
      },
    ],
  },
  {
    suits: ({ activation }) => ['elu', 'gelu', 'geluNew', 'silu', 'swish', 'mish', 'softplus'].includes(activation),
    candidates: ({ activation }) => [
      {
        label: `lecunNormal with the gain of ${activation}`,
        initializers: kernel({ type: 'lecunNormal', gain: 'auto' }),
        reason: `What ${activation} keeps of a normal signal is computed, and the weights make up for it.`,
        source: 'https://arxiv.org/abs/1502.01852',
      },
      lsuv('Brings each layer to variance 1 on real data.'),
      orthogonal(`Orthogonal kernels with the gain of ${activation}.`),
    ],
  },
  {
    suits: ({ activation }) => activation === 'linear',
    candidates: () => [
      orthogonal('A product of orthogonal matrices keeps every length, however deep it is.'),
      glorot('Variance 1 over the mean of the fans keeps signal and gradient on average.'),
    ],
  },
  {
    suits: () => true,
    candidates: () => [
      he('The second moment is kept through the activation behind each layer, on average.'),
      glorot('Made for activations that are linear near zero.'),
      orthogonal('Keeps lengths in every direction alike.'),
      lsuv('Brings each layer to variance 1 on real data.'),
    ],
  },
]

/** Kernels and biases on the critical line, near enough to zero that the slope of tanh stays near 1 over all layers. */
const criticalSection = (depth: number) => {
  const critical = { type: 'critical', q: 1 / depth }
  return { kernel: critical, bias: critical, rules: [] }
}

/** Initializers for a network, the most suitable first. */
export const candidatesFor = (traits: NetworkTraits): readonly Candidate[] => {
  const all = rules.filter(({ suits }) => suits(traits)).flatMap(({ candidates }) => candidates(traits))
  return all.filter(({ label }, i) => all.findIndex((one) => one.label === label) === i)
}
