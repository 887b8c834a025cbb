using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Accepts health events: validates all, stores the promise, queues, answers. Once the request is stored, the call is finished even if the
/// caller disconnects, so that what was promised is queued.
/// </summary>
public sealed partial class CertifyHandler(
    CertificateTypes types,
    RequestValidator validator,
    RequestPlanner planner,
    UpdatePlanner updatePlanner,
    RequestRegistry requests,
    IdempotencyRegistry idempotency,
    OwnedRequests owned,
    UpdateNotes updates,
    RequestOutcomes outcomes,
    QueuedEvents queuedEvents,
    SigningKeyCheck keyCheck,
    PartnerLimit limit,
    EventLanes lanes,
    IOptions<IntakeOptions> options,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<CertifyHandler> logger)
{
    private const int Parallelism = 8;

    /// <summary>Handles one call.</summary>
    public async Task<CertifyOutcome> HandleAsync(CertifyCall call, CancellationToken cancellationToken)
    {
        using var span = CertificateTraces.Start(CertificateTraces.Accept);
        try
        {
            var outcome = await TakeAsync(call, cancellationToken);
            span?.SetTag("divoc.outcome", outcome.GetType().Name);
            return outcome;
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    private async Task<CertifyOutcome> TakeAsync(CertifyCall call, CancellationToken cancellationToken)
    {
        await keyCheck.RefuseIfMissingAsync(cancellationToken);
        if (call.IdempotencyKey is not { } key)
        {
            return await AcceptAsync(call, null, cancellationToken);
        }

        if (!IdempotencyRegistry.CanBeKey(key))
        {
            return new CertifyOutcome.KeyMalformed();
        }

        var name = IdempotencyRegistry.NameOf(call.Caller.Name, call.Path, key);
        return await idempotency.FindAsync(name, cancellationToken) is { } earlier
            ? await ResumeAsync(call, earlier, cancellationToken)
            : await AcceptAsync(call, name, cancellationToken);
    }

    private async Task<CertifyOutcome> AcceptAsync(CertifyCall call, string? idempotencyName, CancellationToken cancellationToken)
    {
        if (call.Shape is not { } shape)
        {
            return new CertifyOutcome.UnknownShape();
        }

        var validated = validator.Validate(call.Body, call.Type, shape);
        if (validated.Refusal is { } refusal)
        {
            return new CertifyOutcome.Refused(refusal, validated.Faults);
        }

        if (await limit.TakeAsync(call.Caller, validated.Events.Count, cancellationToken) is { } wait)
        {
            // A concurrent identical call may have been accepted in the meantime.
            return idempotencyName is not null && await idempotency.FindAsync(idempotencyName, cancellationToken) is { } earlier
                ? await ResumeAsync(call, earlier, cancellationToken)
                : new CertifyOutcome.TooManyEvents(options.Value.EventsPerTenMinutes, wait);
        }

        var plan = call.IsUpdate
            ? await updatePlanner.PlanAsync(validated.Events, call.Type, call.Caller, cancellationToken)
            : await planner.PlanAsync(validated.Events, call.Type, call.Caller, cancellationToken);
        if (plan.Faults.Count > 0)
        {
            return new CertifyOutcome.NotUpdatable(plan.Faults);
        }

        if (plan.BarredElements.Count > 0)
        {
            return new CertifyOutcome.OwnerBarred(plan.BarredElements);
        }

        if (plan.FullElements.Count > 0)
        {
            return new CertifyOutcome.LedgersFull(plan.FullElements);
        }

        var request = RequestOf(call, shape, validated, plan);
        return await PromiseAsync(call, idempotencyName, request, EventMessages.Of(request, validated.Events, call.Type));
    }

    private CertifyRequest RequestOf(CertifyCall call, RequestShape shape, ValidatedRequest validated, RequestPlan plan) => new()
    {
        RequestId = RandomId.New(),
        AcceptedAt = time.GetUtcNow(),
        Owner = call.Caller.Partner,
        UpdatedBy = call.IsUpdate ? call.Caller.Name : null,
        BodyHash = HashOf(call.Body),
        TypeVersion = call.Type.Version,
        Shape = shape.Name,
        IsBulk = call.IsBulk || lanes.IsBulk(call.Caller, plan.Certificates.Count(requested => !requested.IsDuplicate)),
        Certificates = plan.Certificates,
        Warnings = [.. validated.Warnings, .. plan.Warnings],
    };

    private async Task<CertifyOutcome> PromiseAsync(
        CertifyCall call, string? idempotencyName, CertifyRequest request, IReadOnlyList<QueueMessage> messages)
    {
        var expires = request.AcceptedAt + options.Value.IdempotencyWindow;
        await requests.StoreAsync(request, idempotencyName is null ? null : expires, CancellationToken.None);
        ProtocolWrites.Done(ProtocolWrite.RequestStored, request.RequestId);
        if (idempotencyName is not null)
        {
            var own = new IdempotencyRecord(request.RequestId, request.BodyHash, expires);
            var holds = await idempotency.ClaimAsync(idempotencyName, own, CancellationToken.None);
            if (holds.RequestId != request.RequestId)
            {
                await requests.DropAsync(request.RequestId, CancellationToken.None);
                ProtocolWrites.Done(ProtocolWrite.RequestDropped, request.RequestId);
                return await ResumeAsync(call, holds, CancellationToken.None);
            }

            ProtocolWrites.Done(ProtocolWrite.IdempotencyKeyClaimed, request.RequestId);
        }

        return await SendAsync(request, messages);
    }

    /// <summary>
    /// Continues from the stored request: same ids, no second validation, and only events without an outcome are sent again. The queue
    /// drops those that it still remembers.
    /// </summary>
    private async Task<CertifyOutcome> ResumeAsync(CertifyCall call, IdempotencyRecord earlier, CancellationToken cancellationToken)
    {
        if (earlier.BodyHash != HashOf(call.Body))
        {
            return new CertifyOutcome.KeyReused();
        }

        var request = await requests.FindAsync(earlier.RequestId, call.Caller, cancellationToken)
            ?? throw new InvalidDataException("The request of an Idempotency-Key is missing from the registry.");
        var reached = await outcomes.DeriveAsync(request, call.Caller, cancellationToken);
        if (AcceptedAs(call, request) is not { } accepted)
        {
            return new CertifyOutcome.UnknownShape();
        }

        var (type, shape) = accepted;
        var events = RequestValidator.ReadAccepted(call.Body, type, shape);
        var queued = reached.Where(outcome => outcome.State == RequestedState.Queued).Select(outcome => outcome.CertificateId).ToHashSet();
        var unsettled = EventMessages.Of(request, events, type).Where(message => queued.Contains(message.MessageId));
        return await SendAsync(request, [.. unsettled]);
    }

    /// <summary>The definition with which the request was accepted: a newer one never reads old data in a new way.</summary>
    private (ICertificateType Type, RequestShape Shape)? AcceptedAs(CertifyCall call, CertifyRequest request)
    {
        if (request.TypeVersion is not { } version || request.Shape is not { } name)
        {
            return call.Shape is { } sent ? (call.Type, sent) : null;
        }

        var type = types.Current.Of(new AcceptedEvent(call.Type.Name, version, name, default));
        return (type, type.Shapes.First(shape => shape.Name == name));
    }

    private async Task<CertifyOutcome> SendAsync(CertifyRequest request, IReadOnlyList<QueueMessage> messages)
    {
        await owned.EnterAsync(request, CancellationToken.None);
        await NoteUpdatesAsync(request, messages);
        try
        {
            if (messages.Count > 0)
            {
                await lanes.QueueOf(request).SendAsync(messages, CancellationToken.None);
            }
        }
        catch (QueueUnavailableException fault)
        {
            Log.SendingBrokeOff(logger, request.RequestId, fault);
            return new CertifyOutcome.Incomplete(request.RequestId);
        }

        ProtocolWrites.Done(ProtocolWrite.EventsQueued, request.RequestId);
        queuedEvents.Remember(request);
        metrics.EventsAccepted(messages.Count);
        return new CertifyOutcome.Accepted(request);
    }

    /// <summary>Notes the updates that will be queued, so that a concurrent update is not answered as one that changes nothing.</summary>
    private Task NoteUpdatesAsync(CertifyRequest request, IReadOnlyList<QueueMessage> messages)
    {
        var sent = messages.Select(message => message.MessageId).ToHashSet();
        var noted = request.Certificates.Where(requested => requested.Replaces is not null && sent.Contains(requested.CertificateId))
            .ToList();
        // Fewer than 16 are written one after the other: that takes no long time, and the fault harness can repeat the order of the writes.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(noted.Count / Parallelism, 1, Parallelism) };
        return Parallel.ForEachAsync(
            noted, options, async (requested, token) => await updates.AddAsync(requested.Replaces!, requested.CertificateId, token));
    }

    private static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 601, Level = LogLevel.Error,
            Message = "Not all events of request {RequestId} could be sent to the queue. A caller got 503 and can repeat the call; the "
                + "program sends rows of an uploaded file again. Check the queue if this line comes again.")]
        public static partial void SendingBrokeOff(ILogger logger, string requestId, Exception fault);
    }
}
