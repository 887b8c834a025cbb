using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>The partner systems that send events in turn, each with an access key of its own.</summary>
/// <param name="Count">How many; 0 for a service that knows no partners and asks for no key.</param>
internal sealed record Partners(int Count)
{
    private const string Secret = "whsec_YmVuY2htYXJrLWJlbmNobWFyay1iZW5jaG1hcms=";

    /// <summary>As many as the goals say.</summary>
    public const int Usual = 20;

    /// <summary>Nobody in particular.</summary>
    public static Partners None { get; } = new(0);

    /// <summary>The settings with which the service knows them.</summary>
    /// <param name="webhook">Where each is told what happened; null for nowhere.</param>
    public IEnumerable<KeyValuePair<string, string>> Settings(Uri? webhook)
    {
        foreach (var (name, number) in Enumerable.Range(0, Count).Select(number => ($"Divoc__Partners__{NameOf(number)}__", number)))
        {
            yield return new($"{name}KeySha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(number)))));
            if (webhook is not null)
            {
                yield return new($"{name}Webhook__Url", new Uri(webhook, NameOf(number)).AbsoluteUri);
                yield return new($"{name}Webhook__Secret", Secret);
            }
        }

        if (webhook is not null && Count > 0)
        {
            yield return new("Divoc__Webhooks__AllowedNetworks", webhook.Host);
        }
    }

    /// <summary>Whose turn it is, of a number that counts up.</summary>
    public int Of(int number) => Count == 0 ? 0 : number % Count;

    /// <summary>Says whose call it is.</summary>
    public HttpRequestMessage Sign(HttpRequestMessage request, int partner)
    {
        if (Count > 0)
        {
            request.Headers.Add("x-functions-key", KeyOf(partner));
        }

        return request;
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"partner{number:D2}");

    private static string KeyOf(int number) => $"key-of-{NameOf(number)}-in-benchmarks";
}
