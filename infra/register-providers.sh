#!/bin/sh
# Registers what infra/bicep uses with the subscription, which a new one does not have: once for good, and nothing changes where
# it is there. Needs the Azure CLI, signed in.
set -e

# Of azd; else the subscription that the Azure CLI has chosen.
subscription="${AZURE_SUBSCRIPTION_ID:-$(az account show --query id --output tsv)}"

# Microsoft.App is what the subnet of the app is delegated to: no resource of the template names it.
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
