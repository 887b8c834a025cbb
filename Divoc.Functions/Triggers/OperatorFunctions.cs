using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Operators' functions for signing keys and for the register of certificates that are not valid.</summary>
public sealed class OperatorFunctions(KeyOperations keys, StatusOperations status, OperatorDirectory operators)
{
    private static readonly Problem UnknownKey = new(
        StatusCodes.Status404NotFound,
        "NOT_FOUND",
        "No key with this id has signed here: GET /operations/keys lists the keys.");

    private static readonly Problem KeyIsThere = new(
        StatusCodes.Status409Conflict,
        "KEY_IS_THERE",
        "The key still exists and may sign. Only a key that is gone can be retired: first remove its file, or its address from "
        + "Divoc:KeyVault:Keys or Divoc:KeyVault:KeysFor, and restart the service.");

    /// <summary>Lists the signing keys.</summary>
    [Function("ListKeys")]
    public async Task<IResult> ListKeysAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OperatorRoutes.Prefix + "keys")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        _ = operators.Of(request);
        return Results.Json(new KeysBody(await keys.ListAsync(cancellationToken)), AnswerJson.Readable.KeysBody);
    }

    /// <summary>Records that a key is lost permanently.</summary>
    [Function("RetireKey")]
    public async Task<IResult> RetireKeyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "keys/{kid}/retire")] HttpRequest request,
        string kid,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        if (RetireOrder.Read(body, out var faults) is not { } order)
        {
            return UnreadableOrder.Of("Nothing was recorded.", faults);
        }

        return await keys.RetireAsync(name, kid, order.Reason, cancellationToken) switch
        {
            RetireOutcome.Retired retired =>
                Results.Json(new RetiredKeyBody(retired.Key.Kid, retired.Key.RetiredAt), AnswerJson.Readable.RetiredKeyBody),
            RetireOutcome.IsThere => KeyIsThere,
            _ => UnknownKey,
        };
    }

    /// <summary>
    /// Rebuilds the register of certificates that are not valid, and those of formats, from the ledgers, a part at each call.
    /// </summary>
    [Function("RebuildStatus")]
    public async Task<IResult> RebuildStatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "status/rebuild")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var from = ListFrom.Of(request);
        try
        {
            var done = await status.RebuildAsync(name, from, cancellationToken);
            return Results.Json(new RebuiltBody(done.Ledgers, done.Statuses, done.Cursor), AnswerJson.Readable.RebuiltBody);
        }
        catch (ArgumentException) when (from is not null)
        {
            return ListFrom.Wrong;
        }
    }
}

/// <summary>The signing keys.</summary>
/// <param name="Keys">The existing keys, the current ones first, then former ones that signed.</param>
internal sealed record KeysBody(IReadOnlyList<KnownKey> Keys);

/// <summary>A retired key.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="RetiredAt">Since when.</param>
internal sealed record RetiredKeyBody(string Kid, DateTimeOffset? RetiredAt);

/// <summary>The result of a part of a rebuild.</summary>
/// <param name="Ledgers">The number of ledgers that were read.</param>
/// <param name="Statuses">The number of documents that were written.</param>
/// <param name="Next">The value of <c>from</c> for the next part; null after the last one.</param>
internal sealed record RebuiltBody(int Ledgers, int Statuses, string? Next);
