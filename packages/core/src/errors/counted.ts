/** A number with what it counts: `1 arm`, `2 arms`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
