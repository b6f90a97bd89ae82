import type { Parameter } from '../plugin/initializer.js'
import type { Shape, WeightRole } from '../plugin/layer.js'
import type { Entry } from './entry.js'

/** A weight of the model, with what decides how it is filled and whether training moves it. */
export interface ModelParameter extends Parameter {
  /** The part after the slash: `kernel`. */
  readonly weight: string
  readonly role: WeightRole
  readonly trainable: boolean
}

/** A layer in its place: what it is, what it reads, what comes out. */
export interface LayerNode {
  readonly name: string
  /** Its type and options, every default filled in. */
  readonly layer: Entry
  /** Names of the nodes it reads; `input` is the model's own. */
  readonly inputs: readonly string[]
  readonly shape: Shape
  readonly parameters: readonly ModelParameter[]
}

/** A model without an engine: layers in the order of their computation, the last one the output. */
export interface Architecture {
  readonly inputShape: Shape
  readonly nodes: readonly LayerNode[]
}

/** The name that a layer's `input` uses for the model's own. */
export const modelInput = 'input'
