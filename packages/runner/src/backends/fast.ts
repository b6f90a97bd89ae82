/**
 * Whether kernels that are only there for speed are used: `FANIN_FAST=0` turns them off, to see what they bring or to
 * rule them out. Their results differ in the last digits, so that engines with and without them have different names.
 */
export const usesFastKernels = (): boolean => process.env.FANIN_FAST !== '0'
