namespace Divoc.Functions.Rendering.Templates;

/// <summary>Which certificates a template prints.</summary>
public enum TemplateKind
{
    Vaccination,

    Test,
}
