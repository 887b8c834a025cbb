using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Operations;

/// <summary>
/// Checks whether the service can work now: the store accepts writes, all queues answer, a key signs for each format that is issued, and no
/// key that signed is missing. Anyone may call this, so the answer is cached for a second, and a working key for half a minute.
/// </summary>
public sealed partial class Readiness(
    IArtifactStore store,
    IReadOnlyList<IMessageQueue> queues,
    ISigningKeys signingKeys,
    IReadOnlyList<SigningUse> uses,
    SigningKeyCheck keys,
    TimeProvider clock,
    ILogger<Readiness> logger)
{
    private static readonly TimeSpan AnswerLifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task<ReadinessReport>? answer;

    // Timestamps, which setting the clock does not change.
    private long answeredAt;
    private long? keyWorkedAt;

    /// <summary>The state now, or the one that was found less than a second ago.</summary>
    public Task<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (answer is null || (answer.IsCompleted && clock.GetElapsedTime(answeredAt) >= AnswerLifetime))
            {
                // Not cancelled with the caller, because others wait for the same answer.
                answer = Task.Run(FindOutAsync, CancellationToken.None);
                answeredAt = clock.GetTimestamp();
            }

            return answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<ReadinessReport> FindOutAsync()
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit, clock);
        var states = await Task.WhenAll(
            TryAsync("store", store.CheckWritableAsync, timeLimit.Token),
            TryAsync("queue", CheckQueueAsync, timeLimit.Token),
            TryAsync("key", CheckKeyAsync, timeLimit.Token));
        return new ReadinessReport(states[0], states[1], states[2]);
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the fault is, the answer is: not ready. It is logged.")]
    private async Task<bool> TryAsync(string part, Func<CancellationToken, Task> check, CancellationToken timeLimit)
    {
        try
        {
            await check(timeLimit).WaitAsync(timeLimit);
            return true;
        }
        catch (Exception exception)
        {
            Log.PartFailed(logger, exception, part);
            return false;
        }
    }

    private Task CheckQueueAsync(CancellationToken cancellationToken)
    {
        return Task.WhenAll(queues.Select(queue => queue.CheckWritableAsync(cancellationToken)));
    }

    private async Task CheckKeyAsync(CancellationToken cancellationToken)
    {
        if (keyWorkedAt is { } workedAt && clock.GetElapsedTime(workedAt) < KeyLifetime)
        {
            return;
        }

        await keys.RequireAllAsync(cancellationToken);
        foreach (var use in uses)
        {
            await signingKeys.SignDigestAsync(use, SHA256.HashData("readiness"u8), SigningLane.Interactive, cancellationToken);
        }

        keyWorkedAt = clock.GetTimestamp();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "Not ready: the {Part} failed its check.")]
        public static partial void PartFailed(ILogger logger, Exception exception, string part);
    }
}

/// <summary>Whether each part that the service needs works.</summary>
/// <param name="Store">The store accepts writes.</param>
/// <param name="Queue">All queues answered.</param>
/// <param name="Key">The key signed, and none that signed before is missing.</param>
public sealed record ReadinessReport(bool Store, bool Queue, bool Key)
{
    /// <summary>Whether all parts work.</summary>
    public bool IsReady => Store && Queue && Key;
}
