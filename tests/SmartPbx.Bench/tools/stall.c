// From the shared load tools of the project, as it is.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <stdint.h>
static uint64_t now(){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1000000000ull+t.tv_nsec;}
int main(int c,char**v){double d=atof(v[1]);uint64_t s=now(),p=s,mx=0,tot=0;int n1=0,n5=0;while(p-s<d*1e9){uint64_t t=now();uint64_t g=t-p;if(g>200000){tot+=g;if(g>1000000)n1++;if(g>5000000)n5++;}if(g>mx)mx=g;p=t;}printf("spin %.0fs: stolen(>0.2ms gaps)=%.2f%% gaps>1ms=%d >5ms=%d max=%.2fms\n",d,tot/(d*1e7),n1,n5,mx/1e6);}
