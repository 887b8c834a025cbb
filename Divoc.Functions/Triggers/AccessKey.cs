namespace Divoc.Functions.Triggers;

/// <summary>The access key that comes with a call, where the Functions host looks for it too: in the header first, else in the query.</summary>
internal static class AccessKey
{
    private const string HeaderName = "x-functions-key";
    private const string QueryName = "code";

    /// <summary>The key; null where none came, an empty one, or several.</summary>
    public static string? Of(HttpRequest request)
    {
        var presented = request.Headers[HeaderName] is { Count: > 0 } header ? header : request.Query[QueryName];
        return presented is [{ Length: > 0 } key] ? key : null;
    }
}
