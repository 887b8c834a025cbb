using System.Text;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>A request to one of the functions.</summary>
/// <param name="Function">The function.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">
/// Path and query; <c>{id}</c>, <c>{code}</c>, <c>{test}</c>, <c>{request}</c> and others stand for those of certificates that were issued.
/// </param>
/// <param name="Header">A header, as <c>Name: value</c>.</param>
/// <param name="Body">The body; a word that ends in <c>.json</c> names a sample.</param>
/// <param name="Status">The expected status.</param>
internal sealed record RouteCase(string Function, string Method, string Path, int Status, string? Header = null, string? Body = null)
{
    /// <summary>The request for a host.</summary>
    public HttpRequestMessage ToRequest(Func<string, string> fill)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), fill(Path));
        if (Body is not null)
        {
            var text = Body.EndsWith(".json", StringComparison.Ordinal)
                ? File.ReadAllText(System.IO.Path.Combine(SharedData.RepositoryRoot, "samples", Body))
                : Body;
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");

            // The same key in both hosts, which share a store: the second gives the answer of the first.
            request.Headers.Add("Idempotency-Key", $"{Function}-{Status}-{text.Length}");
        }

        if (Header?.Split(": ", 2) is [var name, var value] && !request.Headers.TryAddWithoutValidation(name, fill(value)))
        {
            request.Content!.Headers.Add(name, value);
        }

        return request;
    }

    public override string ToString() => $"{Method} {Path} {Header}".TrimEnd();
}
