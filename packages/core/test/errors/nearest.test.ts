import { describe, expect, it } from '@jest/globals'
import { nearest } from '../../src/errors/nearest.js'

const initializers = [
  'constant',
  'glorotNormal',
  'glorotUniform',
  'heNormal',
  'heUniform',
  'identity',
  'lecunNormal',
  'lecunUniform',
  'ones',
  'orthogonal',
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
  'varianceScaling',
  'zeros',
]
const layers = [
  'averagePooling2d',
  'batchNormalization',
  'conv2d',
  'conv2dTranspose',
  'dense',
  'depthwiseConv2d',
  'dropout',
  'flatten',
  'globalAveragePooling2d',
  'globalMaxPooling2d',
  'layerNormalization',
  'maxPooling2d',
  'upSampling2d',
]
const losses = ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError', 'meanAbsoluteError', 'huber']

describe('nearest', () => {
  it.each([
    ['he_uniform', 'heUniform'],
    ['HeUniform', 'heUniform'],
    ['heUnifrom', 'heUniform'],
    ['kaiming_uniform_', 'heUniform'],
    ['kaimingNormal', 'heNormal'],
    ['kaiming', 'heNormal'],
    ['xavier_uniform', 'glorotUniform'],
    ['xavierUniform', 'glorotUniform'],
    ['XavierNormal', 'glorotNormal'],
    ['lecun_normal', 'lecunNormal'],
    ['lecun', 'lecunNormal'],
    ['zero', 'zeros'],
    ['uniform', 'randomUniform'],
    ['gaussian', 'randomNormal'],
    ['trunc_normal', 'truncatedNormal'],
    ['Xavier', 'glorotUniform'],
    ['eye', 'identity'],
    ['dirac', 'identity'],
  ])('answers the initializer %s with %s', (name, meant) => {
    expect(nearest(name, initializers)).toBe(meant)
  })

  it.each([
    ['Conv2D', 'conv2d'],
    ['conv_2d', 'conv2d'],
    ['conv', 'conv2d'],
    ['ConvTranspose2d', 'conv2dTranspose'],
    ['max_pool', 'maxPooling2d'],
    ['MaxPool2d', 'maxPooling2d'],
    ['AvgPool2d', 'averagePooling2d'],
    ['global_avg_pool', 'globalAveragePooling2d'],
    ['BatchNorm2d', 'batchNormalization'],
    ['layer_norm', 'layerNormalization'],
    ['Linear', 'dense'],
  ])('answers the layer %s with %s', (name, meant) => {
    expect(nearest(name, layers)).toBe(meant)
  })

  it.each([
    ['mse', 'meanSquaredError'],
    ['cross_entropy', 'categoricalCrossentropy'],
    ['BCELoss', 'binaryCrossentropy'],
  ])('answers the loss %s with %s', (name, meant) => {
    expect(nearest(name, losses)).toBe(meant)
  })

  it("takes two letters in each other's place for one mistake", () => {
    expect(nearest('sdg', ['adam', 'sgd'])).toBe('sgd')
  })

  it('takes a name as it is written before it takes it for an alias', () => {
    expect(nearest('Linear', ['dense', 'linear'])).toBe('linear')
  })

  it('answers nothing where no name is close', () => {
    expect(nearest('banana', initializers)).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
  })
})
