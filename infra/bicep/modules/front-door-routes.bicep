// Where Front Door sends the calls: all go to the app; published documents come from a cache.
param profileName string
param endpointName string
param hostName string

@description('Host of the app.')
param originHostName string

// Documents that verifiers load often. The app says how long each may be cached: seconds or minutes.
var published = [
  '/revocations'
  '/revocations/*'
  '/.well-known/*'
  '/shc/.well-known/*'
  '/trust'
  '/types'
  '/types/*'
  '/openapi.json'
]

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: profileName

  resource domain 'customDomains' existing = {
    name: empty(hostName) ? 'none' : replace(hostName, '.', '-')
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' existing = {
  parent: profile
  name: endpointName
}

var common = {
  customDomains: empty(hostName) ? [] : [{ id: profile::domain.id }]
  // With a custom domain, only under that name: it stands in the certificates.
  linkToDefaultDomain: empty(hostName) ? 'Enabled' : 'Disabled'
  originGroup: {
    id: originGroup.id
  }
  supportedProtocols: ['Http', 'Https']
  httpsRedirect: 'Enabled'
  forwardingProtocol: 'HttpsOnly'
  enabledState: 'Enabled'
}

// No health probes: with one origin there is nothing to choose, and the probes of every Front Door location would keep the app running.
resource originGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'certificates'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
      additionalLatencyInMilliseconds: 50
    }
    sessionAffinityState: 'Disabled'
  }

  resource origin 'origins' = {
    name: 'app'
    properties: {
      hostName: originHostName
      originHostHeader: originHostName
      httpPort: 80
      httpsPort: 443
      priority: 1
      weight: 1000
      enabledState: 'Enabled'
      enforceCertificateNameCheck: true
    }
  }
}

resource all 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'all'
  dependsOn: [originGroup::origin]
  properties: union(common, { patternsToMatch: ['/*'] })
}

resource publishedRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'published'
  dependsOn: [originGroup::origin]
  properties: union(common, {
    patternsToMatch: published
    cacheConfiguration: {
      queryStringCachingBehavior: 'UseQueryString'
      compressionSettings: {
        isCompressionEnabled: true
        contentTypesToCompress: ['application/json']
      }
    }
  })
}
