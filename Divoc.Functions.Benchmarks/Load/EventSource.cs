using System.Globalization;
using System.Text;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>Certify bodies of invented persons, each with a code of its own.</summary>
internal static class EventSource
{
    /// <summary>A body with one vaccination of each of these persons.</summary>
    public static byte[] Body(params IEnumerable<int> numbers) => Encoding.UTF8.GetBytes($"[{string.Join(',', numbers.Select(Element))}]");

    private static string Element(int number)
    {
        var code = number.ToString("D8", CultureInfo.InvariantCulture);
        return
            $$"""
            {
              "preEnrollmentCode": "BENCH-{{code}}",
              "programId": "covid-19-2021",
              "recipient": {
                "name": "Ishara Wendakoon {{code}}",
                "dob": "1984-06-09",
                "gender": "Female",
                "nationality": "Sri Lankan",
                "identity": "urn:example:national-id:{{code}}",
                "contact": ["tel:+94715550142"],
                "address": { "addressLine1": "{{number % 200}} Canal Road", "district": "Gampaha", "state": "Western Province", "country": "LKA", "pincode": "11104" }
              },
              "vaccination": {
                "name": "Covishield",
                "batch": "LOT-{{number % 97}}",
                "manufacturer": "Serum Institute of India",
                "date": "2021-05-18T09:40:00.000+05:30",
                "effectiveStart": "2021-05-18",
                "effectiveUntil": "2022-05-17",
                "dose": 1,
                "totalDoses": 2
              },
              "vaccinator": { "name": "Ruwan Abeygunasekara" },
              "facility": {
                "name": "Wattala Divisional Hospital",
                "address": { "addressLine1": "3 Station Road", "district": "Gampaha", "state": "Western Province", "country": "LKA", "pincode": "11104" }
              }
            }
            """;
    }
}
