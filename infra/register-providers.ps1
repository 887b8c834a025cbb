# Registers the resource providers that infra/bicep needs. A new subscription lacks them. Run it once for each subscription; running it again
# changes nothing. Needs the Azure CLI, signed in.
$ErrorActionPreference = 'Stop'

# The subscription of azd, or the one that the Azure CLI has selected.
$subscription = if ($env:AZURE_SUBSCRIPTION_ID) { $env:AZURE_SUBSCRIPTION_ID } else { az account show --query id --output tsv }

# The subnet of the app is delegated to Microsoft.App; no resource of the template names it.
$providers = @(
    'Microsoft.App'
    'Microsoft.Cdn'
    'Microsoft.EventGrid'
    'Microsoft.Insights'
    'Microsoft.KeyVault'
    'Microsoft.ManagedIdentity'
    'Microsoft.Network'
    'Microsoft.OperationalInsights'
    'Microsoft.ServiceBus'
    'Microsoft.Storage'
    'Microsoft.Web'
)
foreach ($provider in $providers) {
    Write-Output "Registering $provider"
    az provider register --namespace $provider --subscription $subscription --wait
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
