Component({ externalClasses: ['t-class'] })
