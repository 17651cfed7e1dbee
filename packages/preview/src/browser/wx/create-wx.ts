import { isBuiltinTag } from '../../builtin-tags.js'
import { USER_DATA_PATH } from '../files/local-files.js'
import { appEventsApi } from './app-events-api.js'
import { beforeUnloadApi } from './before-unload.js'
import { chooseMediaApi } from './choose-media.js'
import { chooseMessageFileApi } from './choose-message-file.js'
import { cloudApi } from './cloud.js'
import { deviceApi } from './device.js'
import { downloadFileApi } from './download-file.js'
import { feedbackApi } from './feedback.js'
import { fileSystemApi } from './file-system.js'
import { imagesApi } from './images.js'
import { launchApi } from './launch.js'
import { loginApi } from './login.js'
import { withLoudMembers } from './loud-members.js'
import { navigationApi } from './navigation.js'
import { navigationBarApi } from './navigation-bar.js'
import { networkStatusApi } from './network-status.js'
import { pageViewApi } from './page-view.js'
import type { Phone } from './phone.js'
import { photoAlbumApi } from './photo-album.js'
import { privacyApi } from './privacy.js'
import { requestApi } from './request.js'
import { storageApi } from './storage.js'
import { systemInfoApi } from './system-info.js'
import { uploadFileApi } from './upload-file.js'

/** What `wx` is for the app. */
export function createWx(phone: Phone): Record<string, unknown> {
  const members: Record<string, unknown> = {
    env: { USER_DATA_PATH },
    ...requestApi(phone),
    ...uploadFileApi(phone),
    ...downloadFileApi(phone),
    ...cloudApi(phone),
    ...loginApi(phone),
    ...storageApi(phone),
    ...systemInfoApi(phone),
    ...networkStatusApi(phone),
    ...appEventsApi(phone),
    ...navigationApi(phone),
    ...navigationBarApi(phone),
    ...beforeUnloadApi(phone),
    ...pageViewApi(phone),
    ...launchApi(phone),
    ...deviceApi(phone),
    ...feedbackApi(phone),
    ...fileSystemApi(phone),
    ...chooseMediaApi(phone),
    ...chooseMessageFileApi(phone),
    ...imagesApi(phone),
    ...photoAlbumApi(phone),
    ...privacyApi(phone),
  }
  const lacking = new Set(phone.conditions.now.without.split(',').filter((name) => name !== ''))
  members['canIUse'] = (schema: string) => canIUse(schema)

  return withLoudMembers({ name: 'wx', members, errors: phone.errors, lacking })

  /** `chooseMedia`, `button`, or with parts such as `button.open-type.contact`: only the first part is known here. */
  function canIUse(schema: string): boolean {
    const [name = ''] = schema.split('.')
    return (name in members || isBuiltinTag(name)) && !lacking.has(name)
  }
}
