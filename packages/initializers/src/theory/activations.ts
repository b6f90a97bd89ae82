/** An activation and its derivative. */
export interface Activation {
  readonly f: (x: number) => number
  readonly derivative: (x: number) => number
  /** Where one of them is not smooth. */
  readonly kinks: readonly number[]
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))
const density = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)

/**
 * The normal distribution function.
 *
 * Cody, 1969, "Rational Chebyshev Approximations for the Error Function", as a series and a continued fraction, which
 * are as exact and shorter.
 */
export const normalDistribution = (x: number): number => {
  const size = Math.abs(x)
  if (size < 3) {
    let [term, sum] = [x, x]
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (x * x) / (2 * n + 1)
      sum += term
    }
    return 0.5 + sum * density(x)
  }
  let fraction = size
  for (let n = 60; n >= 1; n--) fraction = size + n / fraction
  const tail = density(x) / fraction
  return x < 0 ? tail : 1 - tail
}

const clipped = (low: number, high: number, slope: number, offset: number): Activation => ({
  f: (x) => Math.min(high, Math.max(low, slope * x + offset)),
  derivative: (x) => (slope * x + offset > low && slope * x + offset < high ? slope : 0),
  kinks: [(low - offset) / slope, (high - offset) / slope],
})

const linear: Activation = { f: (x) => x, derivative: () => 1, kinks: [] }

/** Scale and slope of Klambauer et al., 2017, https://arxiv.org/abs/1706.02515 */
const selu = { lambda: 1.0507009873554805, alpha: 1.6732632423543772 }

const silu: Activation = {
  f: (x) => x * logistic(x),
  derivative: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
  kinks: [],
}

/** The slope at the origin of the tanh that stands in for the error function in GELU. */
const geluSlope = Math.sqrt(2 / Math.PI)
const geluInner = (x: number): number => Math.tanh(geluSlope * (x + 0.044715 * x ** 3))

/** Every activation by its name in YAML that acts on single numbers, as TensorFlow.js computes it. */
export const activations: Readonly<Record<string, Activation>> = {
  linear,
  relu: { f: (x) => Math.max(0, x), derivative: (x) => Number(x > 0), kinks: [0] },
  relu6: clipped(0, 6, 1, 0),
  elu: { f: (x) => (x > 0 ? x : Math.expm1(x)), derivative: (x) => (x > 0 ? 1 : Math.exp(x)), kinks: [0] },
  selu: {
    f: (x) => selu.lambda * (x > 0 ? x : selu.alpha * Math.expm1(x)),
    derivative: (x) => selu.lambda * (x > 0 ? 1 : selu.alpha * Math.exp(x)),
    kinks: [0],
  },
  gelu: { f: (x) => x * normalDistribution(x), derivative: (x) => normalDistribution(x) + x * density(x), kinks: [] },
  geluNew: {
    f: (x) => 0.5 * x * (1 + geluInner(x)),
    derivative: (x) => {
      const inner = geluInner(x)
      return 0.5 * (1 + inner) + 0.5 * x * (1 - inner * inner) * geluSlope * (1 + 3 * 0.044715 * x * x)
    },
    kinks: [],
  },
  silu,
  swish: silu,
  mish: {
    f: (x) => x * Math.tanh(softplus(x)),
    derivative: (x) => {
      const inner = Math.tanh(softplus(x))
      return inner + x * (1 - inner * inner) * logistic(x)
    },
    kinks: [],
  },
  sigmoid: { f: logistic, derivative: (x) => logistic(x) * (1 - logistic(x)), kinks: [] },
  hardSigmoid: clipped(0, 1, 0.2, 0.5),
  tanh: { f: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2, kinks: [] },
  softplus: { f: softplus, derivative: logistic, kinks: [] },
  softsign: { f: (x) => x / (1 + Math.abs(x)), derivative: (x) => (1 + Math.abs(x)) ** -2, kinks: [0] },
}

/** The activation of a name; those that act on whole vectors, such as softmax, count as linear. */
export const activationNamed = (name: string): Activation => activations[name] ?? linear
