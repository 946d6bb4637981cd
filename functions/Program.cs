using SmartPbx.Functions;
using SmartPbx.Functions.Hosting;

if (args is ["--write-function-json", var folder])
{
    FunctionFiles.WriteTo(folder);
    return;
}

await FunctionsHost.Build(args).RunAsync();
