using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>Answers the calls to the vault double as Key Vault's REST interface does.</summary>
internal sealed class VaultCallHandler(KeyVaultDouble vault)
{
    public void Map(WebApplication application)
    {
        application.MapGet(
            "/keys/{name}", (HttpContext context, string name) => AnswerAsync(context, name, key => Answer(key, key.Current)));
        application.MapGet(
            "/keys/{name}/versions", (HttpContext context, string name) => AnswerAsync(context, name, key => List(context.Request, key)));
        application.MapGet("/keys/{name}/{version}", (HttpContext context, string name, string version) => AnswerAsync(context, name, key =>
            key.Find(version) is { } found ? Answer(key, found) : NotFound()));
        application.MapPost("/keys/{name}/{version}/sign", async (HttpContext context, string name, string version) =>
        {
            var body = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
            await vault.SignatureAskedAsync();
            return await AnswerAsync(
                context,
                name,
                key => key.Find(version) is { } found ? Sign(key, found, body) : NotFound(),
                vault.Find(name)?.Find(version)?.Weight ?? 1);
        });
    }

    private async Task<IResult> AnswerAsync(HttpContext context, string name, Func<VaultDoubleKey, IResult> answer, double weight = 1)
    {
        if (vault.Delay != TimeSpan.Zero)
        {
            await Task.Delay(vault.Delay, context.RequestAborted);
        }

        if (vault.IsDown)
        {
            context.Abort();
            return Results.Empty;
        }

        if (!vault.Identity.IsValid(context.Request.Headers.Authorization, vault.Resource))
        {
            context.Response.Headers.WWWAuthenticate = vault.Claims is { } claims && context.Request.Headers.Authorization.Count > 0
                ? "Bearer realm=\"\", authorization_uri=\"https://login.example.org/common\", error=\"insufficient_claims\", "
                    + $"claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\""
                : $"Bearer authorization=\"https://login.example.org/2f4a9838-0000-0000-0000-000000000000\", resource=\"{vault.Resource}\"";
            return Error(StatusCodes.Status401Unauthorized, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
        }

        if (string.IsNullOrEmpty(context.Request.Query["api-version"]))
        {
            return Error(StatusCodes.Status400BadRequest, "BadParameter", "api-version must be specified");
        }

        if (vault.Take($"{context.Request.Method} {context.Request.Path}", weight) is { } pause)
        {
            context.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Error(
                StatusCodes.Status429TooManyRequests, "Throttled", "Request was not processed because too many requests were received.");
        }

        return vault.Find(name) is { } key ? answer(key) : NotFound();
    }

    private IResult Sign(VaultDoubleKey key, VaultDoubleVersion version, JsonNode? body)
    {
        if (vault.SignFault != 0)
        {
            return Error(vault.SignFault, "InternalServerError", "The vault was told to fail.");
        }

        if (!version.IsUsableAt(vault.Options.Time.GetUtcNow()))
        {
            return Error(StatusCodes.Status403Forbidden, "Forbidden", "Operation sign is not allowed on a disabled or expired key.");
        }

        var digest = Base64Url.DecodeFromChars(body?["value"]?.GetValue<string>() ?? "");
        if (digest.Length != 32 || version.Sign(body?["alg"]?.GetValue<string>(), digest) is not { } signature)
        {
            return Error(StatusCodes.Status400BadRequest, "BadParameter", "Key and signing algorithm or digest do not fit.");
        }

        return Results.Json(new JsonObject
        {
            ["kid"] = key.IdOf(version),
            ["value"] = Base64Url.EncodeToString(vault.Falsify?.Invoke(signature) ?? signature),
        });
    }

    /// <summary>A page of the versions, the next page named by where it begins.</summary>
    private static IResult List(HttpRequest request, VaultDoubleKey key)
    {
        var size = int.TryParse(request.Query["maxresults"], CultureInfo.InvariantCulture, out var wanted) ? Math.Min(wanted, 25) : 25;
        var start = int.TryParse(request.Query["$skiptoken"], CultureInfo.InvariantCulture, out var token) ? token : 0;
        var page = key.Versions.Skip(start).Take(size).ToList();
        var next = start + size < key.Versions.Count
            ? $"{key.Address}/versions?api-version={request.Query["api-version"]}&maxresults={size}&$skiptoken={start + size}"
            : null;
        return Results.Json(new JsonObject
        {
            ["value"] = new JsonArray(
                [.. page.Select(version => new JsonObject { ["kid"] = key.IdOf(version), ["attributes"] = version.Attributes() })]),
            ["nextLink"] = next,
        });
    }

    private static IResult Answer(VaultDoubleKey key, VaultDoubleVersion version)
    {
        return Results.Json(new JsonObject
        {
            ["key"] = version.PublicKey(key.IdOf(version)),
            ["attributes"] = version.Attributes(),
            ["tags"] = new JsonObject(),
        });
    }

    private static IResult NotFound() =>
        Error(StatusCodes.Status404NotFound, "KeyNotFound", "A key with this name and version was not found in this key vault.");

    private static IResult Error(int status, string code, string message)
    {
        return Results.Json(new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }, statusCode: status);
    }
}
