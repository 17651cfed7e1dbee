import { type DynamicModule, Module } from '@nestjs/common'
import { AccountController } from './account/account.controller.js'
import { AccountService } from './account/account.service.js'
import { AuthorizeController } from './authorize/authorize.controller.js'
import { AuthorizeService } from './authorize/authorize.service.js'
import type { Components } from './components.js'
import type { Configuration } from './configuration/configuration.js'
import { ConfirmController } from './confirm/confirm.controller.js'
import { ConfirmService } from './confirm/confirm.service.js'
import { EditController } from './edit/edit.controller.js'
import { EditService } from './edit/edit.service.js'
import { GalleryController } from './gallery/gallery.controller.js'
import { GalleryService } from './gallery/gallery.service.js'
import { IngestController } from './ingest/ingest.controller.js'
import { IngestService } from './ingest/ingest.service.js'
import { LinksController } from './links/links.controller.js'
import { LinksService } from './links/links.service.js'
import { AUTH_TOKENS } from './login/auth-tokens.js'
import { LoginController } from './login/login.controller.js'
import { LoginService } from './login/login.service.js'
import { METRICS, OPERATIONS_ACCESS, OperationsController } from './operations/operations.controller.js'
import { Readiness } from './operations/readiness.js'
import { PartsController } from './parts/parts.controller.js'
import { PartsService } from './parts/parts.service.js'
import { PhotosController } from './photos/photos.controller.js'
import { PhotosService } from './photos/photos.service.js'
import { JS_SDK, JsSdkController } from './web-page/js-sdk.controller.js'
import { WEB_LOGIN, WebLoginController } from './web-page/web-login.controller.js'

/** The routes, and what stands behind each. */
export function createAppModule(components: Components, configuration: Configuration): DynamicModule {
  return {
    module: AppModule,
    controllers: [
      LoginController,
      WebLoginController,
      JsSdkController,
      AuthorizeController,
      PartsController,
      ConfirmController,
      GalleryController,
      PhotosController,
      EditController,
      LinksController,
      IngestController,
      AccountController,
      OperationsController,
    ],
    providers: [
      { provide: LoginService, useValue: components.login },
      { provide: WEB_LOGIN, useValue: components.webPage.login },
      { provide: JS_SDK, useValue: components.webPage.jsSdk },
      { provide: AuthorizeService, useValue: components.authorize },
      { provide: PartsService, useValue: components.parts },
      { provide: ConfirmService, useValue: components.confirm },
      { provide: GalleryService, useValue: components.gallery },
      { provide: PhotosService, useValue: components.photos },
      { provide: EditService, useValue: components.edit },
      { provide: LinksService, useValue: components.links },
      { provide: IngestService, useValue: components.ingest },
      { provide: AccountService, useValue: components.account },
      { provide: Readiness, useValue: components.readiness },
      { provide: AUTH_TOKENS, useValue: components.tokens },
      { provide: METRICS, useValue: components.metrics },
      { provide: OPERATIONS_ACCESS, useValue: configuration.operations },
    ],
  }
}

@Module({})
class AppModule {}
