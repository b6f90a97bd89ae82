import { editorSchema } from '@fanin/core'
import { builtInCatalogue, openExperiment } from '@fanin/runner'
import type { Answer } from '../io.js'

/** `fanin schema`: what editors read to complete and check experiments. */
export const schema = async ({ from }: { readonly from?: string }): Promise<Answer> => {
  const json = editorSchema(from ? (await openExperiment(from)).catalogue : builtInCatalogue())
  return { text: JSON.stringify(json, null, 2), json }
}
