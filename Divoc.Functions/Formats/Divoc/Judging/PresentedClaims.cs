using System.Text.Json;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>As much of the normalised event as a presented credential has.</summary>
internal static class PresentedClaims
{
    /// <summary>The claims.</summary>
    public static JsonElement Of(PresentedCredential credential)
    {
        var (subject, evidence) = (credential.Subject, credential.Evidence);
        var facility = PresentedCredential.Member(evidence, "facility");
        var claims = new JsonObject
        {
            ["recipient"] = Texts(subject, "name", "dob", "age", "gender"),
            ["facility"] = new JsonObject
            {
                ["name"] = PresentedCredential.Text(facility, "name"),
                ["address"] = new JsonObject
                {
                    ["country"] = PresentedCredential.Text(PresentedCredential.Member(facility, "address"), "addressCountry"),
                },
            },
        };
        var (name, details) = DetailsOf(credential);
        claims[name] = details;
        return JsonSerializer.SerializeToElement(claims, PresentedClaimsJson.Default.JsonObject);
    }

    /// <summary>The certified event, with its name in events.</summary>
    private static (string Name, JsonObject Details) DetailsOf(PresentedCredential credential)
    {
        if (credential.IsTest)
        {
            return (
                "testDetails", Texts(credential.Evidence, "testType", "disease", "result", "sampleCollectionTimestamp", "resultTimestamp"));
        }

        return credential.IsRecovery
            ? ("recovery", Texts(credential.Evidence, "disease", "firstPositiveTestDate", "testType"))
            : ("vaccination", VaccinationOf(credential));
    }

    private static JsonObject VaccinationOf(PresentedCredential credential)
    {
        var evidence = credential.Evidence;
        var vaccination = Texts(evidence, "prophylaxis", "date");
        vaccination["name"] = PresentedCredential.Text(evidence, "vaccine");
        vaccination["dose"] = credential.Dose;
        vaccination["totalDoses"] = credential.TotalDoses;
        return vaccination;
    }

    private static JsonObject Texts(JsonElement group, params ReadOnlySpan<string> names)
    {
        var texts = new JsonObject();
        foreach (var name in names)
        {
            texts[name] = PresentedCredential.Text(group, name);
        }

        return texts;
    }
}

/// <summary>How the claims are made.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class PresentedClaimsJson : System.Text.Json.Serialization.JsonSerializerContext;
