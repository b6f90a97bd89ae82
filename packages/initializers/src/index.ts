import { definePlugin } from '@fanin/core'
import { priorBias } from './biases/priorBias.js'
import { autoInit } from './calibrators/autoInit.js'
import { classPrior } from './calibrators/classPrior.js'
import { dataDependent } from './calibrators/dataDependent.js'
import { gradInit } from './calibrators/gradInit.js'
import { lsuv } from './calibrators/lsuv.js'
import { metaInit } from './calibrators/metaInit.js'
import { pcaPatches } from './calibrators/pcaPatches.js'
import { withinLayer } from './calibrators/withinLayer.js'
import { constant } from './constants/constant.js'
import { identity } from './constants/identity.js'
import { ones } from './constants/ones.js'
import { zeros } from './constants/zeros.js'
import { branchScaled } from './depth/branchScaled.js'
import { fixup } from './depth/fixup.js'
import { reZero } from './depth/reZero.js'
import { skipInit } from './depth/skipInit.js'
import { zeroLast } from './depth/zeroLast.js'
import { randomNormal } from './distributions/randomNormal.js'
import { randomUniform } from './distributions/randomUniform.js'
import { sparse } from './distributions/sparse.js'
import { truncatedNormal } from './distributions/truncatedNormal.js'
import { bilinear } from './filters/bilinear.js'
import { dct } from './filters/dct.js'
import { gabor } from './filters/gabor.js'
import { convolutionAware } from './orthogonal/convolutionAware.js'
import { deltaOrthogonal } from './orthogonal/deltaOrthogonal.js'
import { looksLinear } from './orthogonal/looksLinear.js'
import { orthogonal } from './orthogonal/orthogonal.js'
import { zerO } from './orthogonal/zerO.js'
import { critical } from './scaling/critical.js'
import { glorotNormal } from './scaling/glorotNormal.js'
import { glorotUniform } from './scaling/glorotUniform.js'
import { heNormal } from './scaling/heNormal.js'
import { heUniform } from './scaling/heUniform.js'
import { lecunNormal } from './scaling/lecunNormal.js'
import { lecunUniform } from './scaling/lecunUniform.js'
import { muP } from './scaling/muP.js'
import { torchDefault } from './scaling/torchDefault.js'
import { varianceScaling } from './scaling/varianceScaling.js'
import { tfjsInitializers } from './tfjs.js'

/** The built-in initializers, which come in by the same door as everybody else's. */
export const builtInPlugin = definePlugin({
  meta: { name: '@fanin/initializers', namespace: '', contract: 1 },
  initializers: [
    ...[zeros, ones, constant, identity],
    ...[randomNormal, randomUniform, truncatedNormal, sparse],
    ...[varianceScaling, glorotUniform, glorotNormal, heUniform, heNormal, lecunUniform, lecunNormal],
    ...[torchDefault, muP, critical],
    ...[orthogonal, deltaOrthogonal, convolutionAware, looksLinear, zerO],
    ...[fixup, zeroLast, branchScaled, skipInit, reZero],
    ...[gabor, dct, bilinear],
    priorBias,
  ],
  calibrators: [lsuv, withinLayer, dataDependent, autoInit, pcaPatches, classPrior, metaInit, gradInit],
})

/** TensorFlow.js' own as they are, `tfjs/heNormal` in YAML, so that the difference can be shown. */
export const tfjsPlugin = definePlugin({
  meta: { name: '@fanin/initializers/tfjs', namespace: 'tfjs', contract: 1 },
  initializers: tfjsInitializers,
})

/** All of them. */
export const builtInPlugins = [builtInPlugin, tfjsPlugin] as const

// The theory behind them
export { symmetricEigenvalues } from './algebra/symmetricEigenvalues.js'
export { type Activation, activationNamed, activations } from './theory/activations.js'
export { type CriticalPoint, criticalAt, criticalWithBias } from './theory/criticalPoint.js'
export { gainsOf, secondMoments } from './theory/gains.js'
export { gaussianMean } from './theory/gaussian.js'
export { afterActivation, passSignal, type Signal, weightedSignal } from './theory/signal.js'
