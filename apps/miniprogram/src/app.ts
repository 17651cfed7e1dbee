import { composition } from './composition.js'
import { isSinglePage } from './single-page.js'

App({
  onLaunch() {
    if (isSinglePage()) return
    // Before anybody picks: login wakes a sleeping service, and the first photo need not wait for it.
    void composition.connection.connect()
    void composition.settings.load()
  },
})
