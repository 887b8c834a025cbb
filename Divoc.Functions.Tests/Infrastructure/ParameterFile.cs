using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>The values that a compiled parameter file gives.</summary>
internal static class ParameterFile
{
    /// <summary>By the names of the parameters.</summary>
    /// <param name="file">Its path below the folder of the Bicep files.</param>
    public static async Task<IReadOnlyDictionary<string, JsonNode?>> OfAsync(string file)
    {
        var (compiled, told) = await BicepCompiler.DeployedAsync(file);
        Assert.Equal("", told);
        var parameters = JsonNode.Parse(compiled!["parametersJson"]!.GetValue<string>())!["parameters"]!.AsObject();
        return parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value!["value"]);
    }
}
