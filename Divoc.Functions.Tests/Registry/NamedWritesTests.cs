using System.Reflection;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Registry;

/// <summary>
/// Every write has a name: what the code can do is read from it as it is compiled, so that no test has to come by a new write to notice it.
/// </summary>
public sealed class NamedWritesTests
{
    private static readonly string[] WritesOfStore =
    [
        nameof(IArtifactStore.PutAsync), nameof(IArtifactStore.CreateAsync), nameof(IArtifactStore.CreateTogetherAsync),
        nameof(IArtifactStore.ReplaceAsync), nameof(IArtifactStore.DeleteAsync),
    ];

    /// <summary>Those who write for others: whoever calls them names the write.</summary>
    private static readonly Type[] WriteForOthers =
    [
        typeof(RegistryDocuments), typeof(LedgerStore), typeof(RequestRegistry), typeof(IdempotencyRegistry),
        typeof(PartnerUsageRegistry), typeof(UploadRegistry), typeof(CertificateArtifacts),
    ];

    private static readonly IReadOnlyList<(Type Caller, string Method, MethodBase Called)> Calls =
        CallsInCode.Of(typeof(ProtocolWrites).Assembly);

    [Fact]
    public void Every_method_that_writes_to_the_store_or_a_queue_names_the_write()
    {
        var writers = Calls.Where(call => IsWrite(call.Called) && !WriteForOthers.Contains(call.Caller) && !IsExempt(call.Caller))
            .Select(call => (call.Caller, call.Method))
            .Distinct()
            .ToList();

        Assert.True(writers.Count >= 8, "The writers of the program were not found in its code.");
        foreach (var (type, method) in writers)
        {
            Assert.True(
                Names(type, method),
                $"{type.Name}.{method} writes without a name: add one to {nameof(ProtocolWrite)}, "
                + $"say it with {nameof(ProtocolWrites)}.{nameof(ProtocolWrites.Done)}, and let the fault harness stop there.");
        }
    }

    /// <summary>
    /// What is no part of an event's way: how a host puts a message off, what processes tell each other
    /// every few seconds, and where a sweep goes on. Nor what only passes calls on.
    /// </summary>
    private static bool IsExempt(Type type) =>
        type.IsAssignableTo(typeof(IDelivery)) || type == typeof(SignerDocuments) || type == typeof(SweepCursors)
            || type == typeof(ObservedStore) || type == typeof(ObservedQueue);

    private static bool IsDone(MethodBase called) =>
        called.DeclaringType == typeof(ProtocolWrites) && called.Name == nameof(ProtocolWrites.Done);

    /// <summary>
    /// The method itself names it, or the one that it was split off from: a class that writes in one method and names in its caller.
    /// </summary>
    private static bool Names(Type type, string method)
    {
        return Calls.Any(call => call.Caller == type && call.Method == method && IsDone(call.Called))
            || Calls.Where(call => call.Caller == type && call.Called.DeclaringType == type && call.Called.Name == method)
                .Any(call => call.Method != method && Names(type, call.Method));
    }

    private static bool IsWrite(MethodBase called)
    {
        return (called.DeclaringType == typeof(IArtifactStore) && WritesOfStore.Contains(called.Name))
            || (called.DeclaringType == typeof(IMessageQueue) && called.Name == nameof(IMessageQueue.SendAsync))
            || (WriteForOthers.Contains(called.DeclaringType)
                && Calls.Any(
                    call => call.Caller == called.DeclaringType
                        && call.Method == called.Name
                        && call.Called.Name != called.Name
                        && IsWrite(call.Called)));
    }
}
