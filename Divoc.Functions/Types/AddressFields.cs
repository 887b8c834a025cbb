using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types;

/// <summary>The fields of a postal address. Beyond DIVOC: <c>city</c> is carried, a postal code may be an integer.</summary>
internal static class AddressFields
{
    /// <summary>The fields of the address at a path.</summary>
    /// <param name="path">Where the address stands.</param>
    /// <param name="leastPostalCode">Least number of characters of the postal code.</param>
    public static EventField[] Of(string path, int leastPostalCode = 0) =>
    [
        Required($"{path}.addressLine1", Text),
        Optional($"{path}.addressLine2", Text),
        Optional($"{path}.city", Text),
        Required($"{path}.district", Text) with { MinLength = 1 },
        Required($"{path}.state", Text) with { MinLength = 1 },
        Optional($"{path}.country", Text) with { MinLength = 2, Hint = "The code of the country, such as IND or IN." },
        Required($"{path}.pincode", TextOrInteger) with { MinLength = leastPostalCode, Label = "Postal code" },
    ];
}
