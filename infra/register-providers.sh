#!/bin/sh
# Registers the resource providers that infra/bicep needs. A new subscription lacks them. Run it once for each subscription; running it again
# changes nothing. Needs the Azure CLI, signed in.
set -e

# The subscription of azd, or the one that the Azure CLI has selected.
subscription="${AZURE_SUBSCRIPTION_ID:-$(az account show --query id --output tsv)}"

# The subnet of the app is delegated to Microsoft.App; no resource of the template names it.
for provider in \
    Microsoft.App \
    Microsoft.Cdn \
    Microsoft.EventGrid \
    Microsoft.Insights \
    Microsoft.KeyVault \
    Microsoft.ManagedIdentity \
    Microsoft.Network \
    Microsoft.OperationalInsights \
    Microsoft.ServiceBus \
    Microsoft.Storage \
    Microsoft.Web; do
    echo "Registering $provider"
    az provider register --namespace "$provider" --subscription "$subscription" --wait
done
