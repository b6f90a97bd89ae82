/** A signal that fires at the first Ctrl-C, SIGTERM or SIGHUP, or after so many seconds; the next ends the process at once. */
export const onInterrupt = (seconds?: number): { readonly signal: AbortSignal; release(): void } => {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  const timer = seconds === undefined ? undefined : setTimeout(() => controller.abort(), 1000 * seconds)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, stop)
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer)
      for (const name of signals) process.off(name, stop)
    },
  }
}
