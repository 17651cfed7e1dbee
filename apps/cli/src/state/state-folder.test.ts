import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { stateFolder } from './state-folder.js'

it('what is kept between runs lies where the variables say, else under the home that they name', () => {
  const home = join('/home', 'ming')

  expect(stateFolder({ HOME: home, XDG_STATE_HOME: '/state' })).toBe(join('/state', 'photolift'))
  expect(stateFolder({ HOME: home, USERPROFILE: home }).startsWith(home)).toBe(true)
})
