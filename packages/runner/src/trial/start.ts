import type { Start } from '@fanin/core'
import { type ProbeParts, probeArm } from '../probe/probeArm.js'

/** Enough of them that a first loss tells networks apart, few enough that it takes no time. */
const examples = 64

/** What a trial begins with: its initial weights and the loss that they give. */
export const startOf = (parts: ProbeParts, seed: number): Start => {
  const { certificate, loss } = probeArm(parts, { seed, examples, spectra: false, jacobian: 0, sharpness: 0 })
  const parameters = certificate.parameters.map(({ path, initializer, calibratedBy, sha256, mean, std }) => ({
    ...{ path, initializer, sha256, mean: Number(mean), std: Number(std) },
    ...(calibratedBy && { calibratedBy }),
  }))
  return { arm: parts.arm.id, seed, data: parts.data.digest, loss: loss.measured, parameters }
}
