using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>The identity may do what the adapters call, and is given no role beyond.</summary>
public sealed class RoleTests
{
    private const string Blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
    private const string Queues = "Microsoft.ServiceBus/namespaces/queues";
    private const string Assignment = "Microsoft.Authorization/roleAssignments";

    /// <summary>What each method of a port needs of the service behind it.</summary>
    private static readonly Dictionary<string, string> Needs = new()
    {
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.GetAsync)}"] = $"{Blobs}/read",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.GetPropertiesAsync)}"] = $"{Blobs}/read",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.ListAsync)}"] = $"{Blobs}/read",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.PutAsync)}"] = $"{Blobs}/write",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.CreateAsync)}"] = $"{Blobs}/write",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.CreateTogetherAsync)}"] = $"{Blobs}/write",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.ReplaceAsync)}"] = $"{Blobs}/write",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.DeleteAsync)}"] = $"{Blobs}/delete",
        [$"{nameof(IArtifactStore)}.{nameof(IArtifactStore.CheckWritableAsync)}"] = $"{Blobs}/write",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.SendAsync)}"] = $"{Queues}/send/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.ReceiveAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.RenewLockAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.CompleteAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.AbandonAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.DeadLetterAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.PeekAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.PeekDeadLettersAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.PeekHeadersAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.PeekDeadLetterHeadersAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.ReceiveDeadLettersAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.CheckWritableAsync)}"] = $"{Queues}/send/action",
        [$"{nameof(IMessageQueue)}.{nameof(IMessageQueue.CountAsync)}"] = $"{Queues}/receive/action",
        [$"{nameof(ISigningKeys)}.{nameof(ISigningKeys.SignAsync)}"] = "Microsoft.KeyVault/vaults/keys/sign/action",
        [$"{nameof(ISigningKeys)}.{nameof(ISigningKeys.GetPublishedKeysAsync)}"] = "Microsoft.KeyVault/vaults/keys/read",
    };

    [Theory]
    [InlineData(typeof(IArtifactStore), "certificateStorage", new[] { "Storage Blob Data Contributor" })]
    [InlineData(typeof(IMessageQueue), "messaging", new[]
    {
        "Azure Service Bus Data Owner", "Azure Service Bus Data Owner", "Azure Service Bus Data Owner", "Azure Service Bus Data Owner",
        "Azure Service Bus Data Owner",
        "Azure Service Bus Data Receiver", "Azure Service Bus Data Receiver", "Azure Service Bus Data Receiver",
        "Azure Service Bus Data Receiver",
        "Azure Service Bus Data Receiver", "Azure Service Bus Data Receiver", "Azure Service Bus Data Receiver",
        "Azure Service Bus Data Receiver",
        "Azure Service Bus Data Receiver", "Azure Service Bus Data Receiver",
        "Azure Service Bus Data Sender", "Azure Service Bus Data Sender", "Azure Service Bus Data Sender", "Azure Service Bus Data Sender",
        "Azure Service Bus Data Sender", "Azure Service Bus Data Sender", "Azure Service Bus Data Sender", "Azure Service Bus Data Sender",
        "Azure Service Bus Data Sender", "Azure Service Bus Data Sender", "Azure Service Bus Data Sender",
    })]
    [InlineData(typeof(ISigningKeys), "vault", new[] { "Key Vault Crypto User" })]
    public async Task The_assigned_roles_allow_every_operation_of_a_port(Type port, string module, string[] expected)
    {
        var template = await ArmTemplate.OfMainAsync();
        var roles = RolesOf(template, module);
        var allowed = roles.SelectMany(role => role.Actions).ToHashSet();

        Assert.Equal(expected, roles.Select(role => role.Name).Order(StringComparer.Ordinal));
        foreach (var member in port.GetMembers().Where(member => !member.Name.StartsWith("get_", StringComparison.Ordinal)))
        {
            Assert.Contains(Needs[$"{port.Name}.{member.Name}"], allowed);
        }
    }

    [Fact]
    public async Task The_program_may_find_and_create_its_containers()
    {
        var allowed = RolesOf(await ArmTemplate.OfMainAsync(), "certificateStorage").SelectMany(role => role.Actions).ToList();

        Assert.Contains("Microsoft.Storage/storageAccounts/blobServices/containers/read", allowed);
        Assert.Contains("Microsoft.Storage/storageAccounts/blobServices/containers/write", allowed);
    }

    [Fact]
    public async Task The_host_and_telemetry_get_their_own_roles()
    {
        var template = await ArmTemplate.OfMainAsync();

        Assert.Equal(
            ["Storage Blob Data Owner", "Storage Queue Data Contributor", "Storage Table Data Contributor"],
            RolesOf(template, "hostStorage").Select(role => role.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Monitoring Metrics Publisher"], RolesOf(template, "monitoring").Select(role => role.Name));
        Assert.Equal(["Key Vault Secrets User"], RolesOf(template, "secrets").Select(role => role.Name));
        foreach (var module in new[] { "identity", "app", "alerts", "entry", "routes" })
        {
            Assert.Empty(template.ResourcesOf(module, Assignment));
        }
    }

    [Fact]
    public async Task Every_role_is_assigned_to_the_identity_of_the_app_on_one_resource_only()
    {
        var template = await ArmTemplate.OfMainAsync();
        foreach (var module in new[] { "hostStorage", "certificateStorage", "messaging", "vault", "secrets", "monitoring" })
        {
            foreach (var assignment in template.ResourcesOf(module, Assignment))
            {
                Assert.NotNull(assignment["scope"]);
                Assert.Equal("[parameters('principalId')]", ArmTemplate.Text(assignment["properties"]!["principalId"]));
                Assert.Equal("ServicePrincipal", ArmTemplate.Text(assignment["properties"]!["principalType"]));
            }

            Assert.Contains(
                "reference('identity').outputs.principalId",
                ArmTemplate.Text(template.ArgumentsOf(module)["principalId"]!["value"]),
                StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<RoleDefinition> RolesOf(ArmTemplate template, string module)
    {
        var ids = template.Module(module)["variables"]!.AsObject();
        return [.. template.ResourcesOf(module, Assignment)
            .Select(assignment => RoleOf(ids, ArmTemplate.Text(assignment["properties"]!["roleDefinitionId"])))];
    }

    /// <summary>From <c>[subscriptionResourceId('…/roleDefinitions', variables('$fxv#0').storageBlobDataOwner)]</c> to the role.</summary>
    private static RoleDefinition RoleOf(JsonObject variables, string expression)
    {
        var variable = expression.Split("variables('")[1].Split('\'')[0];
        var name = expression.Split("').")[^1].TrimEnd(')', ']');
        return RoleDefinition.All.Single(role => role.Id == ArmTemplate.Text(variables[variable]![name]));
    }
}
