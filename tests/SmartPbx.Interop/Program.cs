using SmartPbx.Interop;
using SmartPbx.Interop.Running;
using SmartPbx.Interop.Soak;
using SmartPbx.Interop.Soak.Load;
using Spectre.Console;

if (args is ["soak", .. var rest]) return await SoakProgram.RunAsync(rest);
if (args is [SoakOrder.Verb, .. var order]) return await SoakPeers.RunAsync(SoakOrder.Parse(order));
var arguments = Arguments.Parse(args);
if (Directory.Exists(arguments.Artifacts)) Directory.Delete(arguments.Artifacts, recursive: true);
Directory.CreateDirectory(arguments.Artifacts);
var known = arguments.KnownMissing is { } file ? File.ReadLines(file).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0).ToHashSet() : [];
var scenarios = Playbill.All.Where(arguments.Wants).ToList();

await using var edge = await EdgeUnderTest.StartAsync(arguments.Artifacts, [.. scenarios.Select(scenario => scenario.OldPhones)]);
await using var capture = await Capture.TryStartAsync(arguments.Artifacts, edge.SipPort);
var capabilities = await EdgeCapabilities.AskAsync(edge, arguments.Artifacts);
AnsiConsole.MarkupLineInterpolated($"edge on {edge.Sip}; it can [bold]{string.Join(", ", capabilities.All)}[/]; {scenarios.Count} scenarios, {arguments.AtOnce} at once");

var results = await new Stage(edge, capabilities, capture, known, arguments.Artifacts, Show.Line).PlayAsync(scenarios, arguments.AtOnce);
Show.Table(results);
var left = await Leftovers.WaitGoneAsync(edge, TimeSpan.FromSeconds(45));
if (left is not null) AnsiConsole.MarkupLineInterpolated($"[red]left behind[/] {left}");
return Show.Sum(results, arguments.Artifacts) == 0 && left is null ? 0 : 1;
