namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>A built-in role of Azure with what it allows. Source: Microsoft, "Azure built-in roles".</summary>
internal sealed record RoleDefinition(string Id, string Name, params IReadOnlyList<string> Actions)
{
    private const string Containers = "Microsoft.Storage/storageAccounts/blobServices/containers";

    private const string Secrets = "Microsoft.KeyVault/vaults/secrets";

    public static IReadOnlyList<RoleDefinition> All { get; } =
    [
        new("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner", $"{Containers}/*", $"{Containers}/blobs/*"),
        new(
            "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor", $"{Containers}/read", $"{Containers}/write",
            $"{Containers}/delete", $"{Containers}/blobs/read", $"{Containers}/blobs/write", $"{Containers}/blobs/delete",
            $"{Containers}/blobs/add/action"),
        new(
            "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
            "Storage Queue Data Contributor",
            "Microsoft.Storage/storageAccounts/queueServices/queues/messages/write"),
        new(
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
            "Storage Table Data Contributor",
            "Microsoft.Storage/storageAccounts/tableServices/tables/entities/write"),
        new("69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "Azure Service Bus Data Sender", "Microsoft.ServiceBus/namespaces/queues/send/action"),
        new(
            "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
            "Azure Service Bus Data Receiver",
            "Microsoft.ServiceBus/namespaces/queues/receive/action"),
        new("090c5cfd-751d-490a-894a-3ce6f1109419", "Azure Service Bus Data Owner",
            "Microsoft.ServiceBus/namespaces/queues/send/action", "Microsoft.ServiceBus/namespaces/queues/receive/action",
            "Microsoft.ServiceBus/namespaces/queues/read"),
        new(
            "12338af0-0e69-4776-bea7-57ae8d297424",
            "Key Vault Crypto User",
            "Microsoft.KeyVault/vaults/keys/read",
            "Microsoft.KeyVault/vaults/keys/sign/action",
            "Microsoft.KeyVault/vaults/keys/verify/action"),
        new("4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User",
            $"{Secrets}/getSecret/action", $"{Secrets}/readMetadata/action"),
        new(
            "3913510d-42f4-4e42-8a64-420c390055eb",
            "Monitoring Metrics Publisher",
            "Microsoft.Insights/Metrics/Write",
            "Microsoft.Insights/Telemetry/Write"),
    ];
}
