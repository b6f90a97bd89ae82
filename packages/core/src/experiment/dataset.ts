import { entrySchema } from './entry.js'

/** `dataset:` where the examples come from. */
export const datasetSchema = { ...entrySchema, description: 'Where the examples come from.' } as const
