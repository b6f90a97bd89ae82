/** How a worker that is ended for its memory says so. */
export const memoryMark = 'fanin: out of memory'
