using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Elements of certify bodies that pass, with every field filled, to be changed by tests.</summary>
internal static class Elements
{
    /// <summary>A valid element of an endpoint.</summary>
    public static JsonObject Of(CertificateShape shape) => shape switch
    {
        CertificateShape.Test => Test(),
        CertificateShape.Recovery => Recovery(),
        CertificateShape.VaccinationV1 or CertificateShape.VaccinationV3 => Vaccination(),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    /// <summary>
    /// The element with the value at a path replaced; null in C# removes it. The path's parts are joined by dots, a number is an index.
    /// </summary>
    public static JsonObject With(this JsonObject element, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        JsonNode parent = element;
        foreach (var part in parts[..^1])
        {
            parent = parent[part]!;
        }

        if (value is null)
        {
            parent.AsObject().Remove(parts[^1]);
        }
        else
        {
            parent[parts[^1]] = value;
        }

        return element;
    }

    /// <summary>The element with a JSON null at a path.</summary>
    public static JsonObject WithNull(this JsonObject element, string path)
    {
        var parent = path.Split('.')[..^1].Aggregate<string, JsonNode>(element, (node, part) => node[part]!);
        parent[path.Split('.')[^1]] = null;
        return element;
    }

    private static JsonObject Vaccination() => JsonNode.Parse("""
        {
          "preEnrollmentCode": "C-1",
          "enrollmentType": "WALK_IN",
          "programId": "P1",
          "comorbidities": ["asthma"],
          "recipient": {
            "name": "Mira Tal",
            "dob": "1990-03-04",
            "age": "31",
            "gender": "Female",
            "nationality": "Dutch",
            "identity": "urn:example:id:1",
            "contact": ["tel:+3100000001", "mailto:mira@example.org"],
            "address": { "addressLine1": "1 Road", "addressLine2": "", "city": "C", "district": "D", "state": "S", "country": "NLD", "pincode": "1000AA" }
          },
          "vaccination": {
            "name": "Comirnaty", "batch": "B1", "manufacturer": "Pfizer", "date": "2021-06-01T10:00:00.000Z",
            "effectiveStart": "2021-06-15", "effectiveUntil": "2022-06-14", "dose": 1, "totalDoses": 2
          },
          "vaccinator": { "name": "Ole Bo" },
          "facility": {
            "name": "Clinic",
            "address": { "addressLine1": "2 Road", "addressLine2": "", "city": "C", "district": "D", "state": "S", "country": "NLD", "pincode": "1000AB" }
          },
          "meta": { "note": "n" }
        }
        """)!.AsObject();

    /// <summary>As a test, but for what was certified.</summary>
    private static JsonObject Recovery()
    {
        var element = Test();
        element["preEnrollmentCode"] = "C-3";
        element.Remove("testDetails");
        element.Insert(3, "recovery", JsonNode.Parse("""
            { "disease": "COVID-19", "firstPositiveTestDate": "2021-06-01", "testType": "RT-PCR", "validFrom": "2021-06-12", "validUntil": "2021-11-28" }
            """));
        return element;
    }

    private static JsonObject Test() => JsonNode.Parse("""
        {
          "preEnrollmentCode": "C-2",
          "programId": "P1",
          "recipient": {
            "name": "Mira Tal",
            "dob": "1990-03-04",
            "gender": "Female",
            "nationality": "Dutch",
            "identity": "urn:example:id:1",
            "contact": ["tel:+3100000001"],
            "address": { "addressLine1": "1 Road", "addressLine2": "", "city": "C", "district": "D", "state": "S", "country": "NLD", "pincode": "1000AA" }
          },
          "testDetails": {
            "testName": "N", "testType": "RT-PCR", "disease": "COVID-19", "batch": "B", "manufacturer": "M", "sampleOrigin": "Nose",
            "sampleCollectionTimestamp": "2021-06-01T10:00:00.000Z", "resultTimestamp": "2021-06-01T20:00:00.000Z", "result": "Negative"
          },
          "verifier": { "name": "Dr A" },
          "facility": {
            "name": "Lab",
            "address": { "addressLine1": "2 Road", "addressLine2": "", "city": "C", "district": "D", "state": "S", "country": "NLD", "pincode": "1000AB" }
          },
          "meta": { "note": "n" }
        }
        """)!.AsObject();
}
