/** A copy that nothing can change: what is recorded is what was used. */
export const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  const copy = Array.isArray(value)
    ? value.map(frozen)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozen(item)]))
  return Object.freeze(copy) as T
}
