namespace Divoc.Functions.Keys;

/// <summary>The did:web identifier of a web address (did:web method specification, section 3.1).</summary>
public static class IssuerIdentifier
{
    /// <summary>Turns a base URL into its DID: host, port as <c>%3A</c>, path segments divided by colons.</summary>
    /// <param name="baseUrl">An absolute http or https URL.</param>
    public static string DidWebOf(string baseUrl)
    {
        var url = new Uri(baseUrl, UriKind.Absolute);
        var host = url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}%3A{url.Port}";
        var path = url.AbsolutePath.Trim('/').Replace('/', ':');
        return path.Length == 0 ? $"did:web:{host}" : $"did:web:{host}:{path}";
    }
}
