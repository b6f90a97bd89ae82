import { fileURLToPath, pathToFileURL } from 'node:url'

/** The file that `import name` in a file would load; Node itself answers that for its own files alone. Throws where there is none. */
export const resolvePackage = async (name: string, file: string): Promise<string> => {
  const { createJiti } = await import('jiti')
  return fileURLToPath(createJiti(pathToFileURL(file).href).esmResolve(name))
}
